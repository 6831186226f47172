import "fogbender-element";
import { clientUrl, place, token } from "./config.js";

const widget = document.createElement("fogbender-simple-floaty-widget");
Object.assign(widget, { clientUrl, token });
place.append(widget);
