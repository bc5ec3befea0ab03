// Acts on the marked reports: their number, the acts with their keys, and the way to unmark.
import { For, type JSX } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { useWords } from "../../platform/words.ts";
import { createReportActs } from "../report/create-acts.tsx";
import { keyName, offerActs, withOwnKeys } from "../../shell/keys.ts";
import type { Target } from "../report/act-on-reports.ts";

export function BulkBar(props: {
  targets: Target[];
  /** How many match where not all could be marked: "500 of 1,000+". */
  of?: string | undefined;
  onDone: (ids: ReadonlySet<string>, hasEnded: boolean) => void;
  onClear: () => void;
}): JSX.Element {
  const t = useWords();
  const { acts, dialogs, isBusy } = createReportActs({
    targets: () => props.targets,
    onActed: (ids, hasEnded) => props.onDone(ids, hasEnded),
  });
  offerActs(acts);
  return (
    <div class="bulk" role="group" aria-label={t("desk.bulk.title")}>
      <span class="bulk-count" role="status">
        {props.of
          ? t("views.bulk.count_of", { count: props.targets.length, all: props.of })
          : t("desk.bulk.count", { count: props.targets.length })}
      </span>
      <For each={withOwnKeys(acts()).filter((act) => act.id !== "assign_me")}>
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
