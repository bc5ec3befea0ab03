// Acts on the marked reports.
import type { JSX } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { offerActs } from "../../shell/keys.ts";
import { BulkFrame } from "../lists/bulk-frame.tsx";
import type { Target } from "../report/act-on-reports.ts";
import { createReportActs } from "../report/create-acts.tsx";

export function BulkBar(props: {
  targets: Target[];
  of: string | undefined;
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
    <BulkFrame
      label={t("desk.bulk.title")}
      count={props.targets.length}
      of={props.of}
      acts={acts().filter((act) => act.id !== "assign_me")}
      isOff={isBusy()}
      onClear={() => props.onClear()}
    >
      {dialogs()}
    </BulkFrame>
  );
}
