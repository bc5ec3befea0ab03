// Writes a lesson from a case: what the check finds is said at the field that has it.
import { createSignal, type JSX } from "solid-js";
import { createResource } from "../data/create-resource.ts";
import type { AreaTreeView } from "../../../backend/registry/areas/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../confirm/confirmed-act.ts";
import { FieldsForm } from "../forms/fields-form.tsx";
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
  const act = createConfirmedAct();
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
    const { caseId, onDone } = props;
    const { title, happened, helped, tags, regionId } = facts();
    const lesson = {
      caseId,
      title,
      happened,
      helped,
      regionId: regionId ?? regions()[0]?.id ?? "",
      tags: (tags ?? "")
        .split(",")
        .map((tag) => tag.trim())
        .filter(Boolean),
    };
    if (await act.run(undefined, async () => await apiPost("/api/v1/lessons", lesson))) onDone();
  };
  return (
    <Dialog
      isOpen
      isWide
      onClose={props.onClose}
      title={t("areas.lessons.write")}
      description={t("areas.lessons.write_hint")}
    >
      <FieldsForm of={act} onSubmit={(event) => void save(event)} novalidate>
        <TextField
          label={t("areas.lessons.field_title")}
          value={facts()["title"] ?? ""}
          name="title"
          onInput={set("title")}
        />
        <TextArea
          label={t("areas.lessons.happened")}
          value={facts()["happened"] ?? ""}
          name="happened"
          onInput={set("happened")}
        />
        <TextArea
          label={t("areas.lessons.helped")}
          value={facts()["helped"] ?? ""}
          name="helped"
          onInput={set("helped")}
        />
        <SelectField
          label={t("areas.lessons.region")}
          value={facts()["regionId"] ?? regions()[0]?.id ?? ""}
          options={regions().map(({ id, names }) => ({ value: id, label: nameIn(names, id) }))}
          name="regionId"
          onChange={set("regionId")}
        />
        <TextField
          label={t("areas.lessons.tags")}
          hint={t("areas.lessons.tags_hint")}
          value={facts()["tags"] ?? ""}
          name="tags"
          onInput={set("tags")}
        />
        <DialogButtons act={t("areas.lessons.hand_in")} isBusy={act.isBusy()} onCancel={props.onClose} />
      </FieldsForm>
    </Dialog>
  );
}
