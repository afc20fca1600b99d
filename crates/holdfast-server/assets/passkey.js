// Passkey buttons: <button data-passkey="create|get" data-start="…" data-finish="…">. Pages show another way in without this file.
"use strict";

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** A reason to show as it stands. */
class Told extends Error {}

/** Sends JSON and gives the JSON that comes back; a redirect means the session ended. */
async function ask(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (answer.redirected) return location.assign(answer.url), new Promise(() => {});
  const isJson = (answer.headers.get("content-type") || "").startsWith("application/json");
  const said = isJson ? await answer.json() : {};
  if (answer.ok && isJson) return said;
  if (said.next) throw new Told(said.next);
  throw new Told(answer.status === 429 ? "There were too many tries. Wait a minute and press the button again." : "The portal did not answer as it should. Press the button to try again.");
}

/** Runs one exchange and gives where to go next. */
async function exchange(button) {
  const { ceremony, options } = await ask(button.dataset.start, {});
  const asked = options.publicKey;
  asked.challenge = toBytes(asked.challenge);
  for (const known of [...(asked.excludeCredentials || []), ...(asked.allowCredentials || [])]) known.id = toBytes(known.id);
  const creating = button.dataset.passkey === "create";
  if (creating) asked.user.id = toBytes(asked.user.id);
  const made = await (creating ? navigator.credentials.create({ publicKey: asked }) : navigator.credentials.get({ publicKey: asked }));
  const from = made.response;
  const response = { clientDataJSON: toText(from.clientDataJSON) };
  if (creating) {
    response.attestationObject = toText(from.attestationObject);
    response.transports = from.getTransports ? from.getTransports() : [];
  } else {
    response.authenticatorData = toText(from.authenticatorData);
    response.signature = toText(from.signature);
    response.userHandle = from.userHandle ? toText(from.userHandle) : null;
  }
  const credential = { id: made.id, rawId: toText(made.rawId), type: made.type, response, extensions: made.getClientExtensionResults() };
  const label = document.getElementById("passkey-label");
  return ask(button.dataset.finish, { ceremony, credential, label: label ? label.value : "", next: button.dataset.next || "" });
}

/** What a person reads when an exchange fails. */
function words(error) {
  if (error instanceof Told) return error.message;
  if (error.name === "InvalidStateError") return "This device already has a passkey for your account.";
  if (error.name === "NotAllowedError") return "It was stopped, or took too long. Press the button to try again.";
  return "Your browser could not use a passkey here. Try again, or use a recovery code.";
}

for (const button of document.querySelectorAll("button[data-passkey]")) {
  if (!window.PublicKeyCredential || !navigator.credentials) continue;
  for (const other of document.querySelectorAll("[data-no-passkey]")) other.hidden = true;
  for (const part of document.querySelectorAll("[data-with-passkey]")) part.hidden = false;
  const says = document.createElement("p");
  says.className = "passkey-says";
  says.setAttribute("role", "status");
  button.after(says);
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    says.textContent = "Follow the steps your browser or device shows.";
    try {
      location.assign((await exchange(button)).next);
    } catch (error) {
      says.textContent = words(error);
    }
    button.removeAttribute("aria-disabled");
  });
}
