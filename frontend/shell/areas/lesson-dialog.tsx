// Writes a lesson from a case: what the check finds is said at the field that has it.
import { createSignal, type JSX, Show } from "solid-js";
import { createResource } from "../data/create-resource.ts";
import type { AreaTreeView } from "../../../backend/registry/areas/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { ApiProblem, apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../data/tell-problem.ts";
import { nameIn } from "./name-in.ts";

/** @param props.regions ids to choose from; absent: every region. */
export function LessonDialog(props: {
  caseId: string;
  regions?: readonly string[] | undefined;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [tree] = createResource(async () => await apiGet<AreaTreeView>("/api/v1/areas"));
  const [facts, setFacts] = createSignal<Record<string, string>>({ title: "", happened: "", helped: "", tags: "" });
  const [wrong, setWrong] = createSignal<Record<string, string>>({});
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const regions = () =>
    (tree()?.areas ?? []).filter(
      ({ id, level, endedAt }) => level === "region" && endedAt === null && (props.regions?.includes(id) ?? true),
    );
  const set = (name: string) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFacts((all) => ({ ...all, [name]: value }));
  };
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setWrong({});
    setProblem(undefined);
    const { title, happened, helped, tags, regionId } = facts();
    try {
      await apiPost("/api/v1/lessons", {
        caseId: props.caseId,
        title,
        happened,
        helped,
        regionId: regionId ?? regions()[0]?.id ?? "",
        tags: (tags ?? "")
          .split(",")
          .map((tag) => tag.trim())
          .filter(Boolean),
      });
      props.onDone();
    } catch (error) {
      if (error instanceof ApiProblem && error.fields.length > 0)
        setWrong(Object.fromEntries(error.fields.map(({ path, message }) => [path, message])));
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      isWide
      onClose={props.onClose}
      title={t("areas.lessons.write")}
      description={t("areas.lessons.write_hint")}
    >
      <form onSubmit={(event) => void save(event)} novalidate>
        <Show when={problem()}>
          {(words) => (
            <Notice tone="problem" isAlert>
              {words()}
            </Notice>
          )}
        </Show>
        <TextField
          label={t("areas.lessons.field_title")}
          value={facts()["title"] ?? ""}
          error={wrong()["title"]}
          onInput={set("title")}
        />
        <TextArea
          label={t("areas.lessons.happened")}
          value={facts()["happened"] ?? ""}
          error={wrong()["happened"]}
          onInput={set("happened")}
        />
        <TextArea
          label={t("areas.lessons.helped")}
          value={facts()["helped"] ?? ""}
          error={wrong()["helped"]}
          onInput={set("helped")}
        />
        <SelectField
          label={t("areas.lessons.region")}
          value={facts()["regionId"] ?? regions()[0]?.id ?? ""}
          options={regions().map(({ id, names }) => ({ value: id, label: nameIn(names, id) }))}
          error={wrong()["regionId"]}
          onChange={set("regionId")}
        />
        <TextField
          label={t("areas.lessons.tags")}
          hint={t("areas.lessons.tags_hint")}
          value={facts()["tags"] ?? ""}
          error={wrong()["tags"]}
          onInput={set("tags")}
        />
        <DialogButtons act={t("areas.lessons.hand_in")} isBusy={isBusy()} onCancel={props.onClose} />
      </form>
    </Dialog>
  );
}
