// To whom a report or case is given: oneself first, then everybody who works cases, or nobody.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import { directory, loadDirectory } from "../data/directory.ts";
import { foldLetters } from "../../../backend/platform/words/fold-letters.ts";
import { me } from "../../shell/session.ts";

export function AssignDialog(props: {
  isOpen: boolean;
  onClose: () => void;
  onDone: (personId: string | null) => void;
}): JSX.Element {
  const t = useWords();
  const [text, setText] = createSignal("");
  createEffect(
    on(
      () => props.isOpen,
      (isOpen) => {
        setText("");
        if (isOpen) void loadDirectory();
      },
    ),
  );
  const others = () =>
    directory().people.filter(
      (person) => person.id !== me()?.personId && foldLetters(person.name).includes(foldLetters(text().trim())),
    );
  const isMe = () => directory().people.some((person) => person.id === me()?.personId);
  return (
    <Dialog isOpen={props.isOpen} onClose={() => props.onClose()} title={t("desk.assign.title")}>
      <Show when={directory().people.length > 8}>
        <TextField
          label={t("desk.assign.find")}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Show>
      <div class="choices">
        <Show when={isMe()}>
          <Button look="main" onClick={() => props.onDone(me()?.personId ?? null)}>
            {t("desk.assign.me")}
          </Button>
        </Show>
        <For each={others()}>{(person) => <Button onClick={() => props.onDone(person.id)}>{person.name}</Button>}</For>
        <Button look="quiet" onClick={() => props.onDone(null)}>
          {t("desk.assign.nobody")}
        </Button>
      </div>
    </Dialog>
  );
}
