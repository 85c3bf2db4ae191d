/**
 * Passkeys: forms marked with `data-passkey` ask the device for a credential, put it in their
 * hidden field and post it. "sign-in" asks the server for its challenge at the click, so that
 * the page may have been open for long; "confirm" and "add" carry theirs with them.
 */
const parse = window.PublicKeyCredential;

if (parse?.parseRequestOptionsFromJSON) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.querySelector("button[type=button]").addEventListener("click", () => use(form));
  }
}

const ways = { "sign-in": signIn, confirm, add };

async function use(form) {
  const button = form.querySelector("button[type=button]");
  button.setAttribute("aria-busy", "true");
  say(form, "");
  try {
    const credential = await ways[form.dataset.passkey](form);
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch (refusal) {
    say(form, reason(refusal));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function signIn(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status === 429 ? "often" : "server");
  return get((await answer.json()).request_options);
}

function confirm(form) {
  return get(carried(form).request_options);
}

function add(form) {
  const options = carried(form).creation_options.publicKey;
  const alone = form.elements.passwordless.checked;
  options.authenticatorSelection = {
    ...options.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    userVerification: alone ? "required" : "preferred",
  };
  return navigator.credentials.create({ publicKey: parse.parseCreationOptionsFromJSON(options) });
}

function get(options) {
  return navigator.credentials.get({
    publicKey: parse.parseRequestOptionsFromJSON(options.publicKey),
  });
}

function carried(form) {
  return JSON.parse(form.querySelector("#passkey-options").textContent);
}

function reason(refusal) {
  if (refusal.name === "InvalidStateError") return "This device holds a passkey for you already.";
  if (refusal.name === "NotAllowedError") return "Your device did not confirm. Try again, or use your password.";
  if (refusal.message === "often") return "That was often. Wait a minute and try again.";
  return "It did not work. Try again, or use your password.";
}

function say(form, words) {
  const place = form.querySelector("[data-part=error]");
  place.textContent = words;
  place.hidden = !words;
}
