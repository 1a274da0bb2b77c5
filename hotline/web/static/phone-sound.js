// Says what is heard aloud, one sentence after another; a key or the switch cuts it short.

let on = true;

export function setSound(value) {
  on = value;
  if (!on) hush();
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

export function play(address) {
  if (on) new Audio(address).play().catch(() => {});
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
