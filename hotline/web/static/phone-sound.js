// Says what is heard aloud, one sentence after another; a key or the switch cuts it short.

let on = true;
const holding = new Set();
const playing = new Map();
let tune = null;

export function setSound(value) {
  on = value;
  if (!on) { hush(); for (const who of [...playing.keys()]) still(who); }
  turn();
}

/** Soft notes while somebody waits, and never more than one tune for all the phones of the page. */
export function music(who, wanted) {
  if (wanted) holding.add(who); else holding.delete(who);
  turn();
}

function turn() {
  const wanted = on && holding.size > 0 && "AudioContext" in window;
  if (wanted && !tune) tune = startTune();
  if (!wanted && tune) { tune(); tune = null; }
}

function startTune() {
  const context = new AudioContext();
  const notes = [523, 659, 784, 659];
  let next = 0;
  const timer = setInterval(() => {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const now = context.currentTime;
    tone.frequency.value = notes[next++ % notes.length];
    volume.gain.setValueAtTime(0, now);
    volume.gain.linearRampToValueAtTime(0.02, now + 0.1);
    volume.gain.linearRampToValueAtTime(0, now + 0.7);
    tone.connect(volume).connect(context.destination);
    tone.start(now);
    tone.stop(now + 0.75);
  }, 800);
  return () => { clearInterval(timer); context.close(); };
}

export function hush() {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
}

function browserLanguage(tag) {
  if (!tag) return "";
  if (tag.startsWith("cmn-TW")) return "zh-TW";
  if (tag.startsWith("cmn")) return "zh-CN";
  if (tag.startsWith("yue")) return "zh-HK";
  return tag;
}

export function say(text, tag) {
  if (!on || !text || !("speechSynthesis" in window)) return;
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = browserLanguage(tag);
  speechSynthesis.speak(spoken);
}

/** One sound at a time for each phone; what is played to somebody who waits goes round and round. */
export function play(address, who, again) {
  still(who);
  if (!on) return;
  const sound = new Audio(address);
  sound.loop = again;
  sound.volume = again ? 0.3 : 1;
  playing.set(who, sound);
  sound.play().catch(() => {});
}

export function still(who) {
  playing.get(who)?.pause();
  playing.delete(who);
}

export function beep() {
  if (!on || !("AudioContext" in window)) return;
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = 880;
  volume.gain.value = 0.08;
  tone.connect(volume).connect(context.destination);
  tone.onended = () => context.close();
  tone.start();
  tone.stop(context.currentTime + 0.25);
}
