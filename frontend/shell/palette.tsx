// Every act of the moment by name: type, choose with the arrows, Enter does it. Also finds reports by what was typed.
import { useNavigate } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import { Dialog } from "../parts/dialog/dialog.tsx";
import { KeyHint } from "../parts/key-hint/key-hint.tsx";
import { foldLetters } from "../../backend/platform/words/fold-letters.ts";
import { useWords } from "../platform/words.ts";
import { type Act, currentActs, keyName } from "./keys.ts";
import { can } from "./session.ts";

export function Palette(props: { isOpen: boolean; onClose: () => void }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [text, setText] = createSignal("");
  const [chosen, setChosen] = createSignal(0);
  const [offered, setOffered] = createSignal<Act[]>([]);
  createEffect(
    on(
      () => props.isOpen,
      (isOpen) => {
        if (!isOpen) return;
        // Acts of the moment before the dialog took the focus.
        setOffered(currentActs().filter((act) => !act.isMove));
        setText("");
        setChosen(0);
      },
    ),
  );
  const found = (): { id: string; label: string; hint: string | undefined; run: () => void }[] => {
    const wanted = foldLetters(text().trim());
    const acts = offered()
      .filter((act) => wanted.split(/\s+/).every((word) => foldLetters(act.label()).includes(word)))
      .map((act) => ({ id: act.id, label: act.label(), hint: keyName(act.keys), run: act.run }));
    const typed = text().trim();
    if (typed !== "" && can("report.read"))
      acts.push({
        id: "search-for",
        label: t("desk.palette.search_for", { text: typed }),
        hint: undefined,
        run: () => navigate(`/search?text=${encodeURIComponent(typed)}`),
      });
    return acts;
  };
  const run = (index: number): void => {
    const act = found()[index];
    if (!act) return;
    props.onClose();
    // After the dialog gave the focus back, so that an act which moves it has the last word.
    setTimeout(() => act.run(), 30);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.code === "ArrowDown" ? 1 : event.code === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setChosen((found().length + chosen() + step) % Math.max(1, found().length));
      document.getElementById(`palette-${chosen()}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.code === "Enter") {
      event.preventDefault();
      run(chosen());
    }
  };
  return (
    <Dialog isOpen={props.isOpen} onClose={() => props.onClose()} title={t("desk.palette.title")}>
      <input
        class="field-box"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={`palette-${chosen()}`}
        aria-label={t("desk.palette.hint")}
        placeholder={t("desk.palette.hint")}
        value={text()}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        autofocus
      />
      <div class="palette-list" id="palette-list" role="listbox" aria-label={t("desk.palette.title")}>
        <For each={found()}>
          {(act, index) => (
            // The keyboard acts through the combobox above; the pointer acts here.
            <div
              id={`palette-${index()}`}
              class="palette-item"
              role="option"
              aria-selected={index() === chosen()}
              onPointerMove={() => setChosen(index())}
              onClick={() => run(index())}
            >
              <span>{act.label}</span>
              <Show when={act.hint}>{(hint) => <KeyHint of={hint()} />}</Show>
            </div>
          )}
        </For>
        <Show when={found().length === 0}>
          <p class="quiet-text">{t("desk.palette.nothing")}</p>
        </Show>
      </div>
    </Dialog>
  );
}
