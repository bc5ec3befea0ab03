// Asks for a long passphrase: a new one, made here or the person's own, or the one that unlocks. It never leaves the page.
import { createSignal, type JSX, Match, Show, Switch } from "solid-js";
import { isLongPassphrase, makePassphrase } from "../../../backend/platform/sealing/index.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField, Tick } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords } from "../../platform/words.ts";
import { CopyOnce } from "../../shell/confirm/copy-once.tsx";
import type { AskPhrase } from "./unlock.ts";

/** `ask` resolves when the dialog closes; `Place` shows it. */
export function createPhraseAsk(): { ask: AskPhrase; Place: () => JSX.Element } {
  const [asked, setAsked] = createSignal<{
    why: "new" | "unlock" | "wrong";
    give: (phrase: string | undefined) => void;
  }>();
  const ask: AskPhrase = async (why) =>
    await new Promise((resolve) =>
      setAsked({
        why,
        give: (phrase) => {
          setAsked(undefined);
          resolve(phrase);
        },
      }),
    );
  return {
    ask,
    Place: () => (
      <Show when={asked()} keyed>
        {(one) => (
          <Switch>
            <Match when={one.why === "new"}>
              <NewPhrase give={one.give} />
            </Match>
            <Match when={one.why !== "new"}>
              <KnownPhrase isWrong={one.why === "wrong"} give={one.give} />
            </Match>
          </Switch>
        )}
      </Show>
    ),
  };
}

function NewPhrase(props: { give: (phrase: string | undefined) => void }): JSX.Element {
  const t = useWords();
  const made = makePassphrase();
  const [isOwn, setOwn] = createSignal(false);
  const [typed, setTyped] = createSignal("");
  const [isWritten, setWritten] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const use = (): void => {
    const phrase = isOwn() ? typed() : made;
    if (!isLongPassphrase(phrase)) return void setError(t("sealed.phrase.too_short"));
    props.give(phrase);
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.give(undefined)}
      title={t("sealed.phrase.new_title")}
      description={t("sealed.phrase.new_text")}
    >
      <form
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          use();
        }}
      >
        <Show
          when={isOwn()}
          fallback={
            <div class="made-phrase">
              <CopyOnce label={t("sealed.phrase.made")} value={made} />
            </div>
          }
        >
          <TextField
            label={t("sealed.phrase.own")}
            hint={t("sealed.phrase.own_hint")}
            error={error()}
            spellcheck={false}
            autocapitalize="none"
            value={typed()}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setError(undefined);
            }}
          />
        </Show>
        <Tick label={t("sealed.phrase.type_own")} checked={isOwn()} onChange={setOwn} />
        <Tick
          label={t("sealed.phrase.written")}
          hint={t("sealed.phrase.written_hint")}
          checked={isWritten()}
          onChange={setWritten}
        />
        <DialogButtons act={t("sealed.phrase.use")} isOff={!isWritten()} onCancel={() => props.give(undefined)} />
      </form>
    </Dialog>
  );
}

function KnownPhrase(props: { isWrong: boolean; give: (phrase: string | undefined) => void }): JSX.Element {
  const t = useWords();
  const [typed, setTyped] = createSignal("");
  return (
    <Dialog
      isOpen
      onClose={() => props.give(undefined)}
      title={t("sealed.phrase.ask_title")}
      description={t("sealed.phrase.ask_text")}
    >
      <form
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          props.give(typed());
        }}
      >
        <Show when={props.isWrong}>
          <Notice tone="problem" isAlert>
            {t("sealed.phrase.wrong")}
          </Notice>
        </Show>
        <TextField
          label={t("sealed.phrase.label")}
          required
          autofocus
          spellcheck={false}
          autocapitalize="none"
          value={typed()}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <DialogButtons act={t("sealed.phrase.unlock")} onCancel={() => props.give(undefined)} />
      </form>
    </Dialog>
  );
}
