// What stands open, by kind: a line each, leading to its case or report.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { itemKinds, type ShiftItem } from "../../../backend/reporting/handover/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { SeverityTag } from "../../parts/severity/severity.tsx";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { defangText } from "../data/defang.ts";
import "./handover.css";

export function OpenItems(props: { items: readonly ShiftItem[] }): JSX.Element {
  const t = useWords();
  const ofKind = (kind: ShiftItem["kind"]) => props.items.filter((item) => item.kind === kind);
  return (
    <div class="shift-items">
      <For each={itemKinds.filter((kind) => ofKind(kind).length > 0)}>
        {(kind) => (
          <Card title={t(`handover.kind.${kind}`)} count={ofKind(kind).length}>
            <ul>
              <For each={ofKind(kind)}>{(item) => <ItemLine item={item} />}</For>
            </ul>
          </Card>
        )}
      </For>
    </div>
  );
}

function ItemLine(props: { item: ShiftItem }): JSX.Element {
  const t = useWords();
  const address = () =>
    props.item.caseId
      ? `/cases/${props.item.caseId}${props.item.kind === "task" || props.item.kind === "question" ? "?tab=tasks" : ""}`
      : `/reports/${props.item.reportId ?? ""}`;
  const severity = () => props.item.severity as Parameters<typeof SeverityTag>[0]["of"];
  return (
    <li>
      <A href={address()}>{props.item.reference}</A> <SeverityTag of={severity()} />{" "}
      <span dir="auto">{defangText(props.item.title)}</span>{" "}
      <span class="quiet-text small-text">
        {props.item.ownerName ?? t("handover.nobody")}
        <Show when={props.item.dueAt} keyed>
          {(at) => (
            <>
              {" "}
              · <Said>{(moment) => t("handover.due", { when: moment(at) })}</Said>
            </>
          )}
        </Show>
      </span>
    </li>
  );
}
