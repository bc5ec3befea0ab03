// The keys of the page one is on, by group, and the switch that turns single keys off.
import { For, type JSX } from "solid-js";
import { Dialog } from "../parts/dialog/dialog.tsx";
import { Tick } from "../parts/field/field.tsx";
import { KeyHint } from "../parts/key-hint/key-hint.tsx";
import { useWords } from "../platform/words.ts";
import { areKeysOff, currentActs, keyName, switchKeys } from "./keys.ts";

export function HelpDialog(props: { isOpen: boolean; onClose: () => void }): JSX.Element {
  const t = useWords();
  const withKeys = () => currentActs().filter((act) => act.keys !== undefined);
  const groups = () => [...new Set(withKeys().map((act) => act.group()))];
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
                        <For each={act.keys}>{(key) => <KeyHint of={keyName([key]) ?? key} />}</For>
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
      <Tick
        label={t("desk.keys.switch")}
        hint={t("desk.keys.switch_hint")}
        checked={!areKeysOff()}
        onChange={(isOn) => switchKeys(!isOn)}
      />
    </Dialog>
  );
}
