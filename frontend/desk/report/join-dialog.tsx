// Which case a report joins: those of similar reports first, with what they share, then open cases by words.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { CaseRowView, Page, ReportPage } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { defang } from "../data/defang.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";

interface Offer {
  id: string;
  reference: string;
  title: string;
  why: string;
}

export function JoinDialog(props: {
  isOpen: boolean;
  similar: ReportPage["similar"];
  onClose: () => void;
  onDone: (target: { id: string; reference: string }) => void;
}): JSX.Element {
  const t = useWords();
  const [text, setText] = createSignal("");
  const [found, setFound] = createSignal<CaseRowView[]>([]);
  let asked = 0;
  const look = async (): Promise<void> => {
    const mine = ++asked;
    try {
      const page = await apiGet<Page<CaseRowView>>("/api/v1/desk/cases", {
        status: "open",
        text: text().trim(),
        limit: 30,
      });
      if (mine === asked) setFound(page.rows);
    } catch (error) {
      tellProblem(error);
    }
  };
  createEffect(
    on(
      () => props.isOpen,
      (isOpen) => {
        setText("");
        if (isOpen) void look();
      },
    ),
  );
  const suggested = (): Offer[] => {
    const offers = new Map<string, Offer>();
    for (const report of props.similar) {
      if (report.caseId === null || report.caseStatus === "closed" || offers.has(report.caseId)) continue;
      offers.set(report.caseId, {
        id: report.caseId,
        reference: report.caseReference ?? "",
        title: report.title,
        why: t("desk.join.shares", {
          values: report.shared
            .map((one) => defang(one.kind, one.value))
            .slice(0, 3)
            .join(", "),
        }),
      });
    }
    return [...offers.values()];
  };
  const offers = (): Offer[] => {
    const first = text().trim() === "" ? suggested() : [];
    const known = new Set(first.map((offer) => offer.id));
    const rest = found().filter((row) => !known.has(row.id));
    return [
      ...first,
      ...rest.map((row) => ({
        id: row.id,
        reference: row.reference,
        title: row.title,
        why: t("desk.join.reports", { count: row.reports }),
      })),
    ];
  };
  return (
    <Dialog isOpen={props.isOpen} onClose={() => props.onClose()} title={t("desk.join.title")} isWide>
      <TextField
        label={t("desk.join.find")}
        value={text()}
        onInput={(event) => {
          setText(event.currentTarget.value);
          void look();
        }}
      />
      <div class="offers">
        <For each={offers()}>
          {(offer) => (
            <Button class="offer" onClick={() => props.onDone({ id: offer.id, reference: offer.reference })}>
              <span class="mono">{offer.reference}</span> <span class="offer-title">{offer.title}</span>
              <span class="quiet-text small-text">{offer.why}</span>
            </Button>
          )}
        </For>
        <Show when={offers().length === 0}>
          <Empty title={t("desk.join.none")} text={t("desk.join.none_hint")} />
        </Show>
      </div>
    </Dialog>
  );
}
