// The keys of the page one is on, by group; each can be given another, and single keys can be switched off.
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { Button } from "../parts/button/button.tsx";
import { Dialog } from "../parts/dialog/dialog.tsx";
import { Tick } from "../parts/field/field.tsx";
import { KeyHint } from "../parts/key-hint/key-hint.tsx";
import { useWords } from "../platform/words.ts";
import { type Act, areKeysOff, changeKey, currentActs, forgetOwnKeys, keyName, ownKeys, switchKeys } from "./keys.ts";

const changeable =
  /^(Key[A-Z]|Digit\d|Slash|Period|Comma|Semicolon|Quote|BracketLeft|BracketRight|Backquote|Minus|Equal)$/;

export function HelpDialog(props: { isOpen: boolean; onClose: () => void }): JSX.Element {
  const t = useWords();
  const [waiting, setWaiting] = createSignal<Act>();
  const withKeys = () =>
    currentActs().filter(
      (act, index, all) => act.keys !== undefined && all.findIndex((one) => one.id === act.id) === index,
    );
  const groups = () => [...new Set(withKeys().map((act) => act.group()))];
  const isOwnable = (act: Act) => act.keys?.[0] !== undefined && !/^(mod|alt)\+|Arrow|Enter|Escape/.test(act.keys[0]);
  // Before anything else hears it: the next key is the answer.
  const onKey = (event: KeyboardEvent): void => {
    const act = waiting();
    if (!act || !props.isOpen) return;
    if (event.code === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      setWaiting(undefined);
      return;
    }
    if (!changeable.test(event.code) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    changeKey(act.id, `${event.shiftKey ? "shift+" : ""}${event.code}`);
    setWaiting(undefined);
  };
  onMount(() => window.addEventListener("keydown", onKey, true));
  onCleanup(() => window.removeEventListener("keydown", onKey, true));
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={() => props.onClose()}
      title={t("desk.keys.title")}
      description={t("desk.keys.physical")}
      isWide
    >
      <div class="help-groups">
        <For each={groups()}>
          {(group) => (
            <section>
              <h3 class="help-heading">{group}</h3>
              <dl class="help-keys">
                <For each={withKeys().filter((act) => act.group() === group)}>
                  {(act) => (
                    <>
                      <dt>
                        <Show
                          when={isOwnable(act)}
                          fallback={<For each={act.keys}>{(key) => <KeyHint of={keyName([key]) ?? key} />}</For>}
                        >
                          <button
                            type="button"
                            class="help-change"
                            aria-label={t("desk.keys.change", {
                              act: act.label(),
                              key: keyName(act.keys) ?? act.keys?.[0] ?? "",
                            })}
                            aria-pressed={waiting()?.id === act.id}
                            onClick={() => setWaiting(waiting()?.id === act.id ? undefined : act)}
                          >
                            <Show
                              when={waiting()?.id === act.id}
                              fallback={<KeyHint of={keyName(act.keys) ?? act.keys?.[0] ?? ""} />}
                            >
                              {t("desk.keys.press")}
                            </Show>
                          </button>
                        </Show>
                      </dt>
                      <dd>{act.label()}</dd>
                    </>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
      </div>
      <p class="quiet-text small-text" role="status">
        {waiting() ? t("desk.keys.press_for", { act: waiting()?.label() ?? "" }) : t("desk.keys.change_hint")}
      </p>
      <Show when={Object.keys(ownKeys()).length > 0}>
        <div>
          <Button isSmall onClick={() => forgetOwnKeys()}>
            {t("desk.keys.reset")}
          </Button>
        </div>
      </Show>
      <Tick
        label={t("desk.keys.switch")}
        hint={t("desk.keys.switch_hint")}
        checked={!areKeysOff()}
        onChange={(isOn) => switchKeys(!isOn)}
      />
    </Dialog>
  );
}
