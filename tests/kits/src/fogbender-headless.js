import { createNewFogbender } from "fogbender";
import { clientUrl, place, token } from "./config.js";

const badge = document.createElement("div");
const headless = document.createElement("div");
place.append(badge, headless);

const fogbender = createNewFogbender();
await fogbender.setClientUrl(clientUrl);
await fogbender.setToken(token);
await fogbender.renderIframe({ rootEl: headless, headless: true });
await fogbender.renderUnreadBadge({ el: badge });
