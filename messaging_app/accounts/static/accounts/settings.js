import "accounts/appearance.js";
import "accounts/copy.js";
import "accounts/notifications.js";
import "accounts/passkey.js";
import "accounts/photo.js";
import "accounts/reveal.js";
