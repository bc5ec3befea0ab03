// Acts on the marked reports: their number, the acts with their keys, and the way to unmark.
import { For, type JSX } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { useWords } from "../../platform/words.ts";
import { createReportActs } from "../report/create-acts.tsx";
import { keyName, offerActs } from "../../shell/keys.ts";
import type { Row } from "./queue-store.ts";

export function BulkBar(props: {
  rows: Row[];
  onDone: (ids: ReadonlySet<string>, hasEnded: boolean) => void;
  onClear: () => void;
}): JSX.Element {
  const t = useWords();
  const { acts, dialogs, isBusy } = createReportActs({
    targets: () => props.rows,
    onActed: (ids, hasEnded) => props.onDone(ids, hasEnded),
  });
  offerActs(acts);
  return (
    <div class="bulk" role="group" aria-label={t("desk.bulk.title")}>
      <span class="bulk-count" role="status">
        {t("desk.bulk.count", { count: props.rows.length })}
      </span>
      <For each={acts().filter((act) => act.id !== "assign_me")}>
        {(act) => (
          <Button isSmall hint={keyName(act.keys)} disabled={isBusy()} onClick={() => act.run()}>
            {act.label()}
          </Button>
        )}
      </For>
      <Button isSmall look="quiet" hint={keyName(["Escape"])} onClick={() => props.onClear()}>
        {t("desk.bulk.clear")}
      </Button>
      {dialogs()}
    </div>
  );
}
