// A playbook's picture in the reader's language and light: as wide as its place, or at full size in a frame that scrolls, at the step where the work stands.
import { createSignal, type JSX, onCleanup, onMount, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { theme } from "../../platform/theme.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import "./playbooks.css";

/** @param props.print what changes when the picture does: it is then fetched anew. */
export function PlaybookPicture(props: { path: string; label: string; print: string }): JSX.Element {
  const t = useWords();
  const query = matchMedia("(prefers-color-scheme: dark)");
  const [isNight, setNight] = createSignal(query.matches);
  const [isFull, setFull] = createSignal(false);
  const [naturalWidth, setNaturalWidth] = createSignal(0);
  const [frameWidth, setFrameWidth] = createSignal(0);
  const [frame, setFrame] = createSignal<HTMLElement>();
  const listen = (): void => void setNight(query.matches);
  const watcher = new ResizeObserver(([entry]) => setFrameWidth(entry?.contentRect.width ?? 0));
  onMount(() => {
    query.addEventListener("change", listen);
    const box = frame();
    if (box) watcher.observe(box);
  });
  onCleanup(() => {
    query.removeEventListener("change", listen);
    watcher.disconnect();
  });
  const isDark = () => theme() === "dark" || (theme() === "auto" && isNight());
  const source = () =>
    `${props.path}?language=${currentLanguage()}&theme=${isDark() ? "dark" : "light"}#${encodeURIComponent(props.print)}`;
  const switchSize = (): void => {
    const box = frame();
    setFull(!isFull());
    if (box && isFull()) void scrollToStep(box, source());
  };
  return (
    <div class="playbook-picture-frame">
      <Show when={isFull() || naturalWidth() > frameWidth()}>
        <Button isSmall onClick={switchSize}>
          {t(isFull() ? "playbooks.picture.fit" : "playbooks.picture.full")}
        </Button>
      </Show>
      <div
        ref={setFrame}
        class="playbook-picture"
        data-full={isFull() ? "" : undefined}
        tabindex="0"
        role="region"
        aria-label={props.label}
      >
        <Show when={source()} keyed>
          {(address) => (
            <img
              src={address}
              alt={props.label}
              onLoad={(event) => setNaturalWidth(event.currentTarget.naturalWidth)}
            />
          )}
        </Show>
      </div>
    </div>
  );
}

/** Brings the step that is at work into the middle of the frame, or the first step of a picture that nobody works by. */
async function scrollToStep(frame: HTMLElement, address: string): Promise<void> {
  const answer = await fetch(address).catch(() => undefined);
  if (!answer?.ok) return;
  const drawn = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  const box = drawn.querySelector('[data-state="ready"] rect') ?? drawn.querySelector("rect");
  const at = (name: string): number => Number(box?.getAttribute(name) ?? 0);
  frame.scrollLeft = at("x") + at("width") / 2 - frame.clientWidth / 2;
  frame.scrollTop = at("y") + at("height") / 2 - frame.clientHeight / 2;
}
