// Paper receipts: ranges that were printed and what became of them; a slip that came back is keyed in.
import { createSignal, For, type JSX, Show } from "solid-js";
import { nextRangeStates, type RangePage, type RangeView } from "../../../backend/coordination/paper/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { fetchFile } from "../log/fetch-file.ts";
import { KeyInCard } from "./key-in-card.tsx";
import "../register-care/care.css";
import "./crisis.css";

const tones: Record<RangeView["state"], Tone> = {
  printed: "plain",
  in_use: "medium",
  returned: "low",
  void: "critical",
};

export function PaperPage(): JSX.Element {
  const t = useWords();
  const page = createPage<{ ranges: RangeView[] }>(() => "/api/v1/paper/ranges");
  const [isPrinting, setPrinting] = createSignal(false);
  const [ending, setEnding] = createSignal<RangeView>();
  const move = async (range: RangeView, state: RangeView["state"]): Promise<void> => {
    try {
      await apiPost(`/api/v1/paper/ranges/${range.id}/state`, { version: range.version, state });
    } catch (error) {
      tellProblem(error);
    }
    page.load();
  };
  return (
    <PageFrame
      title={t("crisis.paper.title")}
      text={t("crisis.paper.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <Show when={can("paper.keep")}>
          <p>
            <Button look="main" onClick={() => setPrinting(true)}>
              {t("crisis.paper.print")}
            </Button>
          </p>
        </Show>
      }
    >
      <KeyInCard onDone={page.load} />
      <Card title={t("crisis.paper.title")} count={page.answer()?.ranges.length}>
        <ul class="care-lines">
          <For each={page.answer()?.ranges ?? []} fallback={<li class="quiet-text">{t("crisis.paper.none")}</li>}>
            {(one) => (
              <li>
                <div class="care-acts">
                  <strong>{one.number}</strong> <span>{one.place}</span>
                  <Tag tone={tones[one.state]}>{t(`crisis.paper.state.${one.state}`)}</Tag>
                  <span class="quiet-text">{t("crisis.paper.keyed", { keyed: one.keyedIn, count: one.count })}</span>
                  <Show when={can("paper.keep")}>
                    <For each={nextRangeStates[one.state]}>
                      {(state) => (
                        <Button
                          isSmall
                          look={state === "void" ? "quiet" : "plain"}
                          onClick={() => (state === "void" ? setEnding(one) : void move(one, state))}
                        >
                          {t(`crisis.paper.move.${state}`)}
                        </Button>
                      )}
                    </For>
                  </Show>
                </div>
                <p class="quiet-text small-text">
                  {[one.holder, one.madeBy, formatInstant(one.madeAt), one.note]
                    .filter((part) => part !== null && part !== "")
                    .join(" · ")}
                </p>
                <Slips range={one} />
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Show when={isPrinting()}>
        <PrintDialog onClose={() => setPrinting(false)} onDone={page.load} />
      </Show>
      <Show when={ending()} keyed>
        {(range) => (
          <SureDialog
            title={`${t("crisis.paper.move.void")}: ${range.number}`}
            text={t("crisis.paper.void_sure")}
            act={t("crisis.paper.move.void")}
            onClose={() => setEnding(undefined)}
            run={async () => await move(range, "void")}
          />
        )}
      </Show>
    </PageFrame>
  );
}

/** Asked for when it is opened: a range has up to four hundred. */
function Slips(props: { range: RangeView }): JSX.Element {
  const t = useWords();
  const [shown, setShown] = createSignal<RangePage>();
  const load = (): void => {
    void apiGet<RangePage>(`/api/v1/paper/ranges/${props.range.id}`).then(setShown, tellProblem);
  };
  return (
    <details onToggle={(event) => event.currentTarget.open && load()}>
      <summary>{t("crisis.paper.slips")}</summary>
      <ul class="crisis-receipts">
        <For each={shown()?.slips ?? []}>
          {(slip) => (
            <li>
              <Show
                when={slip.keyedAt}
                keyed
                fallback={<span class="quiet-text">{t("crisis.paper.not_keyed", { slip: slip.slipNumber })}</span>}
              >
                {(at) => (
                  <span>
                    <Said>
                      {(moment) =>
                        t("crisis.paper.line", {
                          slip: slip.slipNumber,
                          when: moment(at),
                          name: slip.keyedBy ?? t("crisis.paper.office"),
                          written: moment(slip.writtenAt ?? at),
                        })
                      }
                    </Said>{" "}
                    <a href={`/desk/reports/${slip.reportId ?? ""}`}>{slip.reference}</a>
                  </span>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
    </details>
  );
}

function PrintDialog(props: { onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [typed, setTyped] = createSignal({ place: "", holder: "", note: "" });
  const [language, setLanguage] = createSignal("fr");
  const [count, setCount] = createSignal("40");
  return (
    <ActDialog
      title={t("crisis.paper.print")}
      description={t("crisis.paper.print_text")}
      act={t("crisis.paper.print")}
      send={async () =>
        await fetchFile(
          "/api/v1/paper/ranges",
          { ...typed(), language: language(), count: Number(count()) },
          "paper-receipts.pdf",
        )
      }
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <TextField
        name="place"
        label={t("crisis.paper.place")}
        value={typed().place}
        onInput={(event) => setTyped({ ...typed(), place: event.currentTarget.value })}
      />
      <TextField
        name="holder"
        label={t("crisis.paper.holder")}
        value={typed().holder}
        onInput={(event) => setTyped({ ...typed(), holder: event.currentTarget.value })}
      />
      <SelectField
        name="language"
        label={t("crisis.paper.language")}
        value={language()}
        options={["fr", "en", "mn"].map((value) => ({ value, label: t(`common.language.${value}`) }))}
        onChange={(event) => setLanguage(event.currentTarget.value)}
      />
      <TextField
        name="count"
        label={t("crisis.paper.count")}
        type="number"
        value={count()}
        onInput={(event) => setCount(event.currentTarget.value)}
      />
      <TextArea
        name="note"
        label={t("crisis.paper.note")}
        rows={2}
        value={typed().note}
        onInput={(event) => setTyped({ ...typed(), note: event.currentTarget.value })}
      />
    </ActDialog>
  );
}
