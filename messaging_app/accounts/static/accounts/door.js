import "accounts/passkey.js";
import "accounts/reveal.js";
import "ui/time_zone.js";
