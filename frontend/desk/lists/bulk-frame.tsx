// The bar under a list while rows are marked: how many, the acts with their keys, and the way to unmark.
import { For, type JSX, Show } from "solid-js";
import { mostMatching } from "../../../backend/reporting/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { useWords } from "../../platform/words.ts";
import { type Act, keyName, withOwnKeys } from "../../shell/keys.ts";

export function BulkFrame(props: {
  label: string;
  count: number;
  /** How many match where not all could be marked: "500 of 1,000+". */
  of: string | undefined;
  acts: readonly Act[];
  isOff: boolean;
  onClear: () => void;
  /** The dialogs of the acts. */
  children: JSX.Element;
}): JSX.Element {
  const t = useWords();
  return (
    <div class="bulk" role="group" aria-label={props.label}>
      <span class="bulk-count" role="status">
        {props.of
          ? t("views.bulk.count_of", { count: props.count, all: props.of })
          : t("desk.bulk.count", { count: props.count })}
      </span>
      <Show when={props.of}>
        <span class="bulk-most">{t("views.bulk.most", { most: mostMatching })}</span>
      </Show>
      <For each={withOwnKeys([...props.acts])}>
        {(act) => (
          <Button isSmall hint={keyName(act.keys)} disabled={props.isOff} onClick={() => act.run()}>
            {act.label()}
          </Button>
        )}
      </For>
      <Button isSmall look="quiet" hint={keyName(["Escape"])} onClick={() => props.onClear()}>
        {t("desk.bulk.clear")}
      </Button>
      {props.children}
    </div>
  );
}
