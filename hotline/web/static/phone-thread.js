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

  /** Texts, and what was left on this number's machine, as they came. */
  update(messages, left) {
    const spoken = left.map((message) => ({ ...message, left: true, body: message.words, status: "left" }));
    this.messages = [...messages, ...spoken].sort((one, other) => one.created - other.created);
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
  if (message.left) return voicemail(message);
  const kind = message.inbound ? "mine" : message.by === "carrier" ? "theirs by-carrier" : "theirs";
  const line = element("div", `bubble ${kind}`);
  if (message.by === "carrier") line.append(element("span", "who", word("carrier")));
  if (message.body) line.append(element("p", "text", message.body));
  if (message.media) line.append(element("p", "media-note", `▣ ${message.media} ${word("photo")}`));
  const foot = element("p", "foot", clock(message));
  if (!message.inbound && message.by !== "carrier") {
    const name = word(message.status) || message.status;
    const tick = element("span", `tick ${message.status}`, `${TICKS[message.status] || ""} ${name}${message.error ? ` ${message.error}` : ""}`);
    foot.append(" ", tick);
  }
  line.append(foot);
  return line;
}

function voicemail(message) {
  const line = element("div", "bubble theirs left");
  line.append(element("span", "who", `☎ ${word("machine")}`), element("p", "text", message.body), element("p", "foot", clock(message)));
  return line;
}

function clock(message) {
  return new Date(message.created * 1000).toLocaleTimeString(currentLanguage(), { hour: "2-digit", minute: "2-digit" });
}

function element(tag, kind, text = "") {
  const made = document.createElement(tag);
  made.className = kind;
  made.textContent = text;
  return made;
}
