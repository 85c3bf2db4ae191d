/** What every page of the application needs, whatever it shows. */

import * as audio from "ui/audio.js";
import * as dialog from "ui/dialog.js";
import * as htmx from "ui/htmx.js";
import * as keys from "ui/keys.js";
import * as menu from "ui/menu.js";
import * as time from "ui/time.js";
import "ui/time_zone.js";
import * as toast from "ui/toast.js";

document.documentElement.classList.add("js");
for (const part of [dialog, htmx, keys, menu, time, toast]) part.start();
audio.start();
keys.on("?", () => dialog.open(document.getElementById("keys")));
