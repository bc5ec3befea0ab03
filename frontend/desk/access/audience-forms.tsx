// What is changed about who sees a thing: a member more, a share, the restriction itself; each with its reason.
import { createSignal, type JSX, onMount } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import { directory, loadDirectory } from "../data/directory.ts";

export function AddMember(props: {
  members: readonly { id: string }[];
  onAdd: (personId: string) => void;
}): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = createSignal("");
  onMount(() => void loadDirectory());
  const others = () => directory().people.filter((person) => !props.members.some((member) => member.id === person.id));
  return (
    <form
      class="access-line"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen() !== "") props.onAdd(chosen());
      }}
    >
      <SelectField
        label={t("access.add_member")}
        value={chosen()}
        options={[
          { value: "", label: t("access.choose") },
          ...others().map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Button type="submit" disabled={chosen() === ""}>
        {t("access.add")}
      </Button>
    </form>
  );
}

export function ShareForm(props: {
  shareable: readonly { id: string; name: string; kind: string }[];
  onShare: (organisationId: string, reason: string) => void;
}): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = createSignal("");
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  return (
    <section>
      <h3>{t("access.share")}</h3>
      <form
        class="access-form"
        onSubmit={(event) => {
          event.preventDefault();
          const isShort = reason().trim().length < 3;
          setError(isShort ? t("desk.reason.too_short") : undefined);
          if (!isShort && chosen() !== "") props.onShare(chosen(), reason().trim());
        }}
      >
        <SelectField
          label={t("access.share_with")}
          hint={t("access.share_hint")}
          value={chosen()}
          options={[
            { value: "", label: t("access.choose") },
            ...props.shareable.map(({ id, name, kind }) => ({
              value: id,
              label: name,
              group: t(`access.kind.${kind}`),
            })),
          ]}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <TextField
          label={t("access.reason")}
          value={reason()}
          error={error()}
          maxLength={2000}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" disabled={chosen() === ""}>
            {t("access.share")}
          </Button>
        </div>
      </form>
    </section>
  );
}

export function RestrictForm(props: { kind: "restrict" | "lift"; onDone: (reason: string) => void }): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  return (
    <section>
      <h3>{t(`access.${props.kind}.title`)}</h3>
      <p class="small-text quiet-text">{t(`access.${props.kind}.text`)}</p>
      <form
        class="access-line"
        onSubmit={(event) => {
          event.preventDefault();
          const isShort = reason().trim().length < 3;
          setError(isShort ? t("desk.reason.too_short") : undefined);
          if (!isShort) props.onDone(reason().trim());
        }}
      >
        <TextField
          label={t("access.reason")}
          value={reason()}
          error={error()}
          maxLength={2000}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit">{t(`access.${props.kind}.act`)}</Button>
      </form>
    </section>
  );
}
