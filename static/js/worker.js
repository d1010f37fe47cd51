// The Worker of passes.js: heavy passes over all rows, away from the page's own thread.

import { makeAnswerer } from "./passes.js";

self.onmessage = makeAnswerer((message) => self.postMessage(message));
