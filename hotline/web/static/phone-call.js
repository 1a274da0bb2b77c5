// The call of one phone: dialling, keys, words, silence, and writing out what is heard.

import { beep, hush, music, play, say, still } from "./phone-sound.js";
import { word } from "./phone-words.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const LISTEN_EVERY = 350;
const FINAL = { busy: "stateBusy", "no-answer": "stateNoAnswer" };
const ALONE = { kind: "", place: 0, music: false };

export class CallSide {
  constructor(card, number, api, patient) {
    Object.assign(this, { card, number, api, patient, id: "", seen: 0, live: false, ringing: "", lines: [], state: "stateIdle", standing: ALONE });
    const pad = card.querySelector(".keypad");
    for (const key of KEYS) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = key;
      button.disabled = true;
      button.addEventListener("click", () => this.press(key));
      pad.append(button);
    }
    this.find(".dial").addEventListener("click", () => this.dial());
    this.find(".hangup").addEventListener("click", () => this.act("hangup"));
    this.find(".silence").addEventListener("click", () => { this.write("mine", () => word("silent")); this.act("silence"); });
    this.find(".answer").addEventListener("click", () => this.pickUp());
    this.find(".decline").addEventListener("click", () => this.decline());
    this.find(".speak").addEventListener("submit", (event) => { event.preventDefault(); this.speak(); });
    this.show();
  }

  find(selector) { return this.card.querySelector(selector); }

  async dial() {
    const from = this.find(".withheld").checked ? "anonymous" : this.number;
    this.find(".dial").disabled = true;
    const made = await this.api("calls", { from, patient: this.patient() });
    if (made) this.follow(made.id); else this.find(".dial").disabled = false;
  }

  /** What rings here, as the carrier says: the newest such call, or none. */
  rings(calls) {
    this.ringing = this.live || !calls.length ? "" : calls[0].id;
    this.find(".ringing").hidden = !this.ringing;
    this.find(".ringing-from").textContent = this.ringing ? calls[0].from : "";
    this.card.classList.toggle("is-ringing", Boolean(this.ringing));
    if (this.ringing && this.state !== "stateRinging") this.setState("stateRinging");
    if (!this.ringing && !this.live && this.state === "stateRinging") this.setState("stateIdle");
  }

  async pickUp() {
    const id = this.ringing;
    this.find(".ringing").hidden = true;
    if (await this.api(`calls/${id}/answer`, { patient: this.patient() })) this.follow(id);
  }

  async decline() {
    await this.api(`calls/${this.ringing}/decline`, {});
    this.rings([]);
  }

  follow(id) {
    Object.assign(this, { id, seen: 0, live: true, lines: [], standing: ALONE });
    this.rings([]);
    this.setState("stateLive");
    this.listen();
  }

  async listen() {
    while (this.live) {
      const heard = await this.api(`calls/${this.id}/events?after=${this.seen}`);
      for (const event of heard ? heard.events : []) { this.seen = event.n; this.hear(event); }
      if (heard === null || heard.over) this.end(heard ? heard.status : "");
      await new Promise((resolve) => { setTimeout(resolve, LISTEN_EVERY); });
    }
  }

  hear(event) {
    if (event.kind === "say") { this.write("said", () => event.text); say(event.text, event.language); this.stand({ music: false }); }
    else if (event.kind === "voice" || event.kind === "keys") { this.write(`other ${event.kind === "keys" ? "key" : ""}`, () => event.text); say(event.text); }
    else if (event.kind === "play") this.sound(event);
    else if (event.kind === "beep") beep();
    else if (event.kind === "gather") this.write("note", () => word(event.input.includes("speech") ? "gatherSpeech" : "gather"));
    else if (event.kind === "record") this.write("note recording", () => word("record"));
    else if (event.kind === "hangup") { this.write("note", () => word("hungUp")); this.end(event.status); }
    else this.meet(event);
  }

  /** What is played to somebody who waits is music: it moves, and fills no lines. */
  sound(event) {
    const waits = Boolean(this.standing.kind);
    const heard = Number.isInteger(event.audio);
    if (heard) play(this.api.address(`calls/${this.id}/audio/${event.audio}`), this.card, waits);
    if (waits) this.stand({ music: heard ? "played" : true });
    else this.write("note", () => word("play"));
  }

  /** Waiting for somebody, meeting somebody, being alone again. */
  meet(event) {
    if (event.kind === "queue") this.stand({ kind: "queue", place: event.position });
    else if (event.kind === "hold") this.stand({ kind: this.standing.kind || "dial", music: this.standing.music || event.music });
    else if (event.kind === "out") this.stand(ALONE);
    else if (event.kind === "transfer") { this.stand(ALONE); this.write("note", () => word("transfer")); }
    else if (event.kind === "bridge") { this.stand({ ...ALONE, kind: "talk" }); this.write("note", () => word("bridge")); }
    else if (event.kind === "parted") { this.stand(ALONE); this.write("note", () => word("parted")); }
  }

  stand(change) {
    this.standing = { ...this.standing, ...change };
    if (!this.standing.music) still(this.card);
    music(this.card, this.live && this.standing.music === true);
    this.show();
  }

  end(status) {
    if (!this.live) return;
    this.live = false;
    this.stand(ALONE);
    this.setState(FINAL[status] || "stateOver");
  }

  press(key) {
    hush();
    this.write("mine key", () => key);
    this.act("press", { keys: key, more: true });
  }

  speak() {
    const box = this.find(".words");
    const words = box.value.trim();
    if (!words || !this.live) return;
    hush();
    box.value = "";
    this.write("mine", () => words);
    this.act("speak", { words });
  }

  act(what, body = {}) {
    if (this.live) this.api(`calls/${this.id}/${what}`, body);
  }

  write(kind, text) {
    const last = this.lines[this.lines.length - 1];
    if (kind === "mine key" && last && last.kind === kind) {
      const before = last.text();
      last.text = () => before + text();
    } else this.lines.push({ kind, text });
    this.show();
  }

  setState(state) {
    this.state = state;
    this.show();
  }

  show() {
    const heard = this.find(".heard");
    heard.replaceChildren(...this.lines.map(({ kind, text }) => {
      const line = document.createElement("p");
      line.className = kind;
      line.textContent = text();
      return line;
    }));
    if (!this.lines.length) {
      const hint = document.createElement("p");
      hint.className = "hint";
      hint.textContent = word("noCall");
      heard.append(hint);
    }
    heard.scrollTop = heard.scrollHeight;
    this.showStanding();
    this.card.classList.toggle("is-live", this.live);
    this.find(".dial").disabled = this.live;
    for (const button of this.card.querySelectorAll(".keypad button, .hangup, .speak input, .speak button")) button.disabled = !this.live;
  }

  showStanding() {
    const { kind, place, music: sounds } = this.standing;
    const strip = this.find(".standing");
    strip.hidden = !kind;
    strip.className = `standing is-${kind || "alone"}${sounds ? " has-music" : ""}`;
    const said = kind === "queue" ? word("place").replace("{place}", place) : kind ? word(kind) : "";
    this.find(".standing-said").textContent = said;
    this.find(".standing-hint").textContent = kind === "talk" ? word("talkHint") : sounds && this.patient() ? word("holdHint") : "";
    const states = { queue: "stateQueue", dial: "stateQueue", talk: "stateTalk" };
    this.find(".state").textContent = word(this.live && states[kind] ? states[kind] : this.state);
  }
}
