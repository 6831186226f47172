// In the room inside a vendor's page: its badge follows what is read here.
import { isFramed } from "./embedder.js";
import { Unread } from "./unread.js";

if (isFramed) new Unread(document.documentElement.dataset.widget).start();
