// Names who speaks for the team, or a contact of the press.
import { createSignal, For, type JSX, Show } from "solid-js";
import { pressKinds } from "../../../backend/coordination/public-lines/model.ts";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";

export function PressDialog(props: { onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [kind, setKind] = createSignal<(typeof pressKinds)[number]>("speaker");
  const [isPublic, setPublic] = createSignal(false);
  const [typed, setTyped] = createSignal({ name: "", place: "", topics: "", email: "", phone: "" });
  const fields = ["name", "place", "topics", "email", "phone"] as const;
  return (
    <ActDialog
      title={t("crisis.press.add")}
      act={t("crisis.press.add")}
      send={async () => {
        const { email, phone, ...rest } = typed();
        await apiPost("/api/v1/press-people", {
          ...rest,
          kind: kind(),
          email: email === "" ? null : email,
          phone: phone === "" ? null : phone,
          isPublic: kind() === "speaker" && isPublic(),
        });
      }}
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <SelectField
        name="kind"
        label={t("crisis.press.kind")}
        value={kind()}
        options={pressKinds.map((value) => ({ value, label: t(`crisis.press.kind.${value}`) }))}
        onChange={(event) => setKind(pressKinds.find((one) => one === event.currentTarget.value) ?? "speaker")}
      />
      <For each={fields}>
        {(field) => (
          <TextField
            name={field}
            label={t(`crisis.press.${field}`)}
            value={typed()[field]}
            onInput={(event) => setTyped({ ...typed(), [field]: event.currentTarget.value })}
          />
        )}
      </For>
      <Show when={kind() === "speaker"}>
        <Tick label={t("crisis.press.public")} checked={isPublic()} onChange={setPublic} />
      </Show>
    </ActDialog>
  );
}
