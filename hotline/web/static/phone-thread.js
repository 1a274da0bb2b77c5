// The texts of one phone, both ways, with how far each has come.

import { currentLanguage, word } from "./phone-words.js";

const TICKS = { queued: "○", sending: "○", sent: "✓", delivered: "✓✓", undelivered: "✗", failed: "✗" };

export class Thread {
  constructor(card, number, api) {
    Object.assign(this, { card, number, api, messages: [], shown: "" });
    const body = card.querySelector(".body");
    card.querySelector(".compose").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    body.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
    });
    this.show();
  }

  async send() {
    const body = this.card.querySelector(".body");
    const media = this.card.querySelector(".media");
    if (!body.value.trim() && media.value === "0") return;
    const text = { from: this.number, body: body.value, media_count: Number(media.value), wait: false };
    body.value = "";
    media.value = "0";
    await this.api("texts", text);
  }

  update(messages) {
    this.messages = messages;
    this.show();
  }

  show() {
    const state = currentLanguage() + JSON.stringify(this.messages.map((message) => [message.n, message.status]));
    if (state === this.shown) return;
    this.shown = state;
    const thread = this.card.querySelector(".thread");
    thread.replaceChildren(...this.messages.map(bubble));
    if (!this.messages.length) thread.append(element("p", "hint", word("noText")));
    thread.scrollTop = thread.scrollHeight;
  }
}

function bubble(message) {
  const kind = message.inbound ? "mine" : message.by === "carrier" ? "theirs by-carrier" : "theirs";
  const line = element("div", `bubble ${kind}`);
  if (message.by === "carrier") line.append(element("span", "who", word("carrier")));
  if (message.body) line.append(element("p", "text", message.body));
  if (message.media) line.append(element("p", "media-note", `▣ ${message.media} ${word("photo")}`));
  const at = new Date(message.created * 1000).toLocaleTimeString(currentLanguage(), { hour: "2-digit", minute: "2-digit" });
  const foot = element("p", "foot", at);
  if (!message.inbound && message.by !== "carrier") {
    const name = word(message.status) || message.status;
    const tick = element("span", `tick ${message.status}`, `${TICKS[message.status] || ""} ${name}${message.error ? ` ${message.error}` : ""}`);
    foot.append(" ", tick);
  }
  line.append(foot);
  return line;
}

function element(tag, kind, text = "") {
  const made = document.createElement(tag);
  made.className = kind;
  made.textContent = text;
  return made;
}
