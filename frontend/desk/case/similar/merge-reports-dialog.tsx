// One case of several reports that look alike: which they are is shown first, each can be left out, and each stays counted.
import { useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX } from "solid-js";
import type { Suggestion } from "../../../../backend/cases/correlation/model.ts";
import type { CaseHead } from "../../../../backend/cases/model.ts";
import { Tick } from "../../../parts/field/field.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiPost } from "../../../platform/api.ts";
import { useWords } from "../../../platform/words.ts";
import { FormDialog } from "../../../shell/forms/form-dialog.tsx";
import { createSending } from "../../../shell/forms/send-form.ts";
import { defangText } from "../../data/defang.ts";

export function MergeReportsDialog(props: {
  /** The report that one looks at. */
  reportId: string;
  similar: readonly Suggestion[];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const sending = createSending();
  // What only looks a little alike is offered, not taken.
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(
    new Set(props.similar.filter((one) => one.strength !== "weak").map((one) => one.id)),
  );
  const choose = (id: string, isOn: boolean): void => {
    const next = new Set(chosen());
    if (isOn) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const open = async (): Promise<void> => {
    const opened = await apiPost<CaseHead>("/api/v1/desk/cases", { reportIds: [props.reportId, ...chosen()] });
    showToast({
      text: t("desk.done.opened", { reference: opened.reference }),
      onward: { label: t("desk.done.go_to_case"), run: () => navigate(`/cases/${opened.id}`) },
    });
    props.onDone();
  };
  return (
    <FormDialog
      title={t("views.merge.title", { count: chosen().size + 1 })}
      description={t("views.merge.text")}
      act={t("views.merge.do")}
      sending={sending}
      onSubmit={open}
      onClose={() => props.onClose()}
      isWide
    >
      <div class="merge-choices">
        <For each={props.similar}>
          {(one) => (
            <Tick
              label={`${one.reference} · ${defangText(one.title)}`}
              hint={t(`merging.strength.${one.strength}`)}
              checked={chosen().has(one.id)}
              onChange={(isOn) => choose(one.id, isOn)}
            />
          )}
        </For>
      </div>
    </FormDialog>
  );
}
