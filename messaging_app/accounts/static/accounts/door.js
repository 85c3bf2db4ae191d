import "accounts/passkey.js";
import "accounts/reveal.js";
import "accounts/time_zone.js";
