// Which area handles a report, that its reporter had to leave home, and what focal points wrote, with the desk's answers.
import { createSignal, type JSX, Show, Suspense } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { FocalEntryView } from "../../../backend/cases/focal/model.ts";
import type { ReportAreaView } from "../../../backend/reporting/focal/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { loadRoom, useWords } from "../../platform/words.ts";
import { EntryList } from "../../shell/areas/entry-list.tsx";
import { nameIn } from "../../shell/areas/name-in.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";

export function AreaCard(props: { reportId: string; version: number; onChanged: () => void }): JSX.Element {
  const t = useWords();
  void loadRoom("areas", "partners");
  const [view, { refetch }] = createResource(
    () => ({ id: props.reportId, version: props.version }),
    async ({ id }) => await apiGet<ReportAreaView>(`/api/v1/desk/reports/${id}/area`),
  );
  const known = () => (view.error ? undefined : view.latest);
  const answered = (): void => {
    void refetch();
    props.onChanged();
  };
  return (
    // What it asks for holds up nobody: the report is painted meanwhile.
    <Suspense>
      <Show when={known()?.areaId || known()?.isDisplaced}>
        <Card title={t("areas.card.title")}>
          <p>{nameIn(known()?.areaNames, t("areas.card.nowhere"))}</p>
          <Show when={known()?.isDisplaced}>
            <Notice tone="mind">
              <span>
                {t("areas.card.displaced")}{" "}
                {known()?.isOriginSealed
                  ? t("areas.card.origin_sealed")
                  : t("areas.card.origin", { name: nameIn(known()?.originNames, t("areas.unknown")) })}
              </span>
            </Notice>
          </Show>
          <EntryList
            entries={known()?.entries ?? []}
            answer={(entry) => (
              <Show when={can("report.assess")}>
                <Answer entry={entry} onDone={answered} />
              </Show>
            )}
          />
        </Card>
      </Show>
    </Suspense>
  );
}

function Answer(props: { entry: FocalEntryView; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [text, setText] = createSignal("");
  const send = async (outcome: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/desk/focal-entries/${props.entry.id}/answer`, { outcome, answer: text() });
      props.onDone();
    } catch (error) {
      tellProblem(error);
    }
  };
  const outcomes = () => (props.entry.kind === "question" ? ["answered"] : ["accepted", "refused"]);
  return (
    <>
      <TextArea
        label={t("areas.entries.answer")}
        rows={2}
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {outcomes().map((outcome) => (
        <>
          <Button isSmall disabled={text().trim() === ""} onClick={() => void send(outcome)}>
            {t(`areas.entries.act_${outcome}`)}
          </Button>{" "}
        </>
      ))}
    </>
  );
}
