// The tags of an open case, each a way to the cases that bear it; L puts them on and takes them off, and it can be taken back.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX } from "solid-js";
import type { CasePage } from "../../../backend/reporting/model.ts";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { offerActs } from "../../shell/keys.ts";
import { type TagChange, TagsDialog } from "../report/tags-dialog.tsx";

export function CaseTags(props: { page: CasePage; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [isOpen, setOpen] = createSignal(false);
  const change = async (wanted: TagChange, undoing?: TagChange): Promise<void> => {
    setOpen(false);
    try {
      await apiPost(`/api/v1/desk/cases/${props.page.id}/tags`, wanted);
      showToast({ text: t("desk.case.changed"), undo: undoing && (() => void change(undoing)) });
      props.onChanged();
    } catch (error) {
      tellProblem(error);
    }
  };
  offerActs(() => [
    {
      id: "case_tags",
      label: () => t("desk-more.act.tags"),
      group: () => t("desk.keys.case"),
      keys: ["KeyL"],
      isOn: () => props.page.can.change,
      run: () => setOpen(true),
    },
  ]);
  return (
    <>
      <For each={props.page.tags}>
        {(tag) => (
          <>
            {" "}
            <A class="tag-link" href={`/cases?status=all&tag=${encodeURIComponent(tag)}`}>
              #{tag}
            </A>
          </>
        )}
      </For>
      <TagsDialog
        isOpen={isOpen()}
        tags={props.page.tags}
        onClose={() => setOpen(false)}
        onDone={(wanted) => void change(wanted, { add: [...wanted.remove], remove: [...wanted.add] })}
      />
    </>
  );
}
