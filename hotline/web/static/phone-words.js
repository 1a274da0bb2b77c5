// What the page says, in its two languages.

export const WORDS = {
  "zh-CN": {
    title: "模拟电话", hotline: "热线号码", patient: "等我操作", sound: "朗读", away: "模拟运营商没有应答，请看看服务是否在运行。",
    addLabel: "再加一部电话", add: "添加", close: "移走这部电话", keypad: "键盘", heard: "通话内容", thread: "短信",
    ringing: "来电", answer: "接听", decline: "拒接", call: "呼叫热线", hangup: "挂断", withheld: "隐藏号码",
    speak: "说", silence: "沉默", speakHint: "对着电话说…", textHint: "给热线发短信…", photos: "照片", send: "发送",
    noCall: "按“呼叫热线”，听到的话会写在这里。", noText: "还没有短信。", carrier: "运营商", you: "我",
    resident: "居民手机", landline: "居民座机", officer: "处置员手机", other: "其他号码",
    stateIdle: "空闲", stateRinging: "振铃", stateLive: "通话中", stateOver: "已结束", stateBusy: "占线", stateNoAnswer: "无人接听",
    beep: "嘀", play: "播放录音", gather: "等您按键", gatherSpeech: "等您按键或说话", record: "正在录音，请说", bridge: "已接通对方",
    stateQueue: "排队中", stateTalk: "已接通", place: "排在第 {place} 位", dial: "等人进线", talk: "正在和对方通话",
    holdHint: "点“沉默”继续等", talkHint: "说的话对方听得到", transfer: "正在转接", parted: "对方已离开", machine: "答录机",
    hungUp: "已挂断", silent: "（沉默）", refused: "发不出去", photo: "张照片",
    queued: "排队", sending: "发送中", sent: "已发出", delivered: "已送达", undelivered: "未送达", failed: "失败",
    fates: "号码末两位决定会发生什么",
    fateList: ["01 占线", "02 无人接听", "03 答录机", "04 短信送不到", "05 已退订", "06 座机，收不到短信", "07 很慢", "08 回执重复", "09 回执乱序", "其他：一切正常"],
  },
  en: {
    title: "Simulated phones", hotline: "Hotline number", patient: "Wait for me", sound: "Speak aloud",
    away: "The simulated carrier doesn't answer; see whether the services run.",
    addLabel: "Add a phone", add: "Add", close: "Remove this phone", keypad: "Keypad", heard: "What is heard", thread: "Texts",
    ringing: "A call from", answer: "Answer", decline: "Decline", call: "Call hotline", hangup: "Hang up", withheld: "Hide number",
    speak: "Say", silence: "Silence", speakHint: "Speak…", textHint: "Text…", photos: "Photos", send: "Send",
    noCall: "Press “Call hotline”; what is heard is written here.", noText: "No texts yet.", carrier: "Carrier", you: "Me",
    resident: "Resident's mobile", landline: "Resident's landline", officer: "Officer's mobile", other: "Another number",
    stateIdle: "Idle", stateRinging: "Ringing", stateLive: "On a call", stateOver: "Ended", stateBusy: "Busy", stateNoAnswer: "No answer",
    beep: "Beep", play: "A recording is played", gather: "Waiting for a key", gatherSpeech: "Waiting for a key or words",
    stateQueue: "In the queue", stateTalk: "Connected", place: "Place {place} in the queue", dial: "Waiting for a caller", talk: "Talking to somebody",
    holdHint: "press “Silence” to wait on", talkHint: "they hear what you say", transfer: "Putting you through", parted: "The other side has left", machine: "Machine",
    record: "Recording: speak now", bridge: "Connected", hungUp: "Call ended", silent: "(silence)", refused: "Could not be sent", photo: "photo(s)",
    queued: "Queued", sending: "Sending", sent: "Sent", delivered: "Delivered", undelivered: "Undelivered", failed: "Failed",
    fates: "The last two digits decide what happens to a number",
    fateList: ["01 busy", "02 no answer", "03 a machine", "04 texts undelivered", "05 opted out", "06 a landline, takes no texts", "07 slow", "08 receipts twice", "09 receipts out of order", "any other: fine"],
  },
};

let language = "zh-CN";

export function word(name) {
  return WORDS[language][name];
}

export function currentLanguage() {
  return language;
}

/** Fills every element below `root` that names its word, hint or label. */
export function fill(root) {
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of root.querySelectorAll("[data-hint]")) element.placeholder = word(element.dataset.hint);
  for (const element of root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
}

export function speakIn(chosen) {
  language = chosen in WORDS ? chosen : "zh-CN";
  document.documentElement.lang = language;
  document.title = word("title");
  fill(document);
}
