// The page of simulated phones: which there are, one question a second to the carrier for all of them.

import { CallSide } from "./phone-call.js";
import { setSound } from "./phone-sound.js";
import { Thread } from "./phone-thread.js";
import { currentLanguage, fill, speakIn, word } from "./phone-words.js";

const ASK_EVERY = 1000;
const KEPT = "hotline.phones";
const base = document.body.dataset.api;
const board = document.getElementById("phones");
const trouble = document.getElementById("trouble");
const phones = new Map();

/** Asks the carrier; null where it refuses or isn't there. */
async function api(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  try {
    const answer = await fetch(`${base}/${path}`, options);
    trouble.hidden = answer.status !== 502;
    return answer.ok ? await answer.json() : null;
  } catch {
    trouble.hidden = false;
    return null;
  }
}
api.address = (path) => `${base}/${path}`;

function kept(name, otherwise) {
  try { return JSON.parse(localStorage.getItem(`${KEPT}.${name}`)) ?? otherwise; } catch { return otherwise; }
}

function keep(name, value) {
  try { localStorage.setItem(`${KEPT}.${name}`, JSON.stringify(value)); } catch { /* a page without storage still works */ }
}

function addPhone(role, number) {
  if (phones.has(number)) return;
  const card = document.getElementById("phone-template").content.firstElementChild.cloneNode(true);
  fill(card);
  card.dataset.number = number;
  card.querySelector(".number").textContent = number;
  board.append(card);
  const patient = () => document.getElementById("patient").checked;
  const phone = { role, number, card, call: new CallSide(card, number, api, patient), thread: new Thread(card, number, api) };
  card.querySelector(".close").addEventListener("click", () => {
    phone.call.act("hangup");
    phones.delete(number);
    card.remove();
    keepPhones();
  });
  phones.set(number, phone);
  name(phone);
}

function name(phone) {
  phone.card.querySelector(".role").textContent = word(phone.role) || word("other");
  phone.card.setAttribute("aria-label", `${word(phone.role) || word("other")} ${phone.number}`);
}

function keepPhones() {
  keep("list", [...phones.values()].map(({ role, number }) => ({ role, number })));
}

function choose(language) {
  speakIn(language);
  keep("language", language);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === currentLanguage()));
  }
  document.getElementById("fate-list").replaceChildren(...word("fateList").map((fate) => {
    const item = document.createElement("li");
    item.textContent = fate;
    return item;
  }));
  for (const phone of phones.values()) {
    name(phone);
    phone.call.show();
    phone.thread.show();
  }
}

async function ask() {
  const found = phones.size ? await api("phones", { numbers: [...phones.keys()], seconds: 15 }) : null;
  for (const [number, state] of Object.entries(found ? found.phones : {})) {
    const phone = phones.get(number);
    if (!phone) continue;
    phone.thread.update(state.messages, state.left);
    phone.call.rings(state.ringing);
  }
  setTimeout(ask, document.hidden ? ASK_EVERY * 5 : ASK_EVERY);
}

document.getElementById("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const box = document.getElementById("add-number");
  addPhone("other", box.value.trim());
  box.value = "";
  keepPhones();
});
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => choose(button.dataset.language));
}
for (const [id, changed] of [["sound", setSound], ["patient", () => {}]]) {
  const box = document.getElementById(id);
  box.checked = kept(id, true);
  changed(box.checked);
  box.addEventListener("change", () => { keep(id, box.checked); changed(box.checked); });
}

for (const { role, number } of kept("list", JSON.parse(board.dataset.phones))) addPhone(role, number);
choose(kept("language", "zh-CN"));
api("about").then((about) => { if (about) document.getElementById("hotline-number").textContent = about.number; });
ask();
