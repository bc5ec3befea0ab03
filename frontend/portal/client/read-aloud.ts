// Has the device read sentences aloud where it has a voice of its own in the page's language: what a person told is given to no voice service elsewhere.

/** @param place whose paragraphs are read; it carries the button's two labels. No button where there is no such voice. */
export function readAloud(place: HTMLElement): void {
  if (!("speechSynthesis" in globalThis)) return;
  const { aloud = "", stop = "" } = place.dataset;
  const sentences = [...place.querySelectorAll("p")].map(({ textContent }) => textContent ?? "");
  const { lang } = document.documentElement;
  const voiceOf = (): SpeechSynthesisVoice | undefined =>
    speechSynthesis
      .getVoices()
      .find((voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === lang);
  let button: HTMLButtonElement | undefined;
  const offer = (): void => {
    if (button || !voiceOf()) return;
    button = document.createElement("button");
    button.type = "button";
    button.className = "quiet no-print";
    button.textContent = aloud;
    button.addEventListener("click", toggle);
    place.append(button);
  };
  const toggle = (): void => {
    const voice = voiceOf();
    const isReading = button?.textContent === stop;
    speechSynthesis.cancel();
    if (button) button.textContent = isReading || !voice ? aloud : stop;
    if (isReading || !voice) return;
    for (const [at, sentence] of sentences.entries()) {
      const said = new SpeechSynthesisUtterance(sentence);
      said.voice = voice;
      said.lang = voice.lang;
      said.rate = 0.9;
      if (at === sentences.length - 1)
        said.onend = () => {
          if (button) button.textContent = aloud;
        };
      speechSynthesis.speak(said);
    }
  };
  offer();
  // Voices come late in some browsers.
  speechSynthesis.addEventListener("voiceschanged", offer);
  addEventListener("pagehide", hush);
}

/** Nothing of one person is read on when the next page stands there. */
export function hush(): void {
  if ("speechSynthesis" in globalThis) speechSynthesis.cancel();
}
