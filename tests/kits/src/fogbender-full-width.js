import { createNewFogbender } from "fogbender";
import { clientUrl, place, token } from "./config.js";

const fogbender = createNewFogbender();
await fogbender.setClientUrl(clientUrl);
await fogbender.setToken(token);
await fogbender.renderIframe({ rootEl: place });
