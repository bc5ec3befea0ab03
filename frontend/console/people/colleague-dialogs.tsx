// Inviting a colleague, whose link is shown once, and changing what a colleague may do.
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  bindColleague,
  type ColleagueRole,
  colleagueRoles,
  type ColleagueView,
} from "../../../backend/identity/colleagues/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { CopyOnce } from "../../shell/confirm/copy-once.tsx";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";

const root = "/api/v1/console/people";
type Made = { link: string; expiresAt: string } | { grantedTo: string };

export function InviteColleagueDialog(props: { onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [name, setName] = createSignal("");
  const [email, setEmail] = createSignal("");
  const [role, setRole] = createSignal<ColleagueRole>("constituent_contact");
  const [made, setMade] = createSignal<Made>();
  const invite = async (): Promise<void> => {
    const wanted = { name: name().trim(), email: email().trim(), role: role() };
    const isDone = await act.run(bindColleague.invite(wanted.email, wanted.role), async () => {
      setMade(await apiPost<Made>(`${root}/invitations`, wanted));
    });
    if (isDone) props.onDone();
  };
  const link = () => {
    const done = made();
    return done && "link" in done ? done : undefined;
  };
  const granted = () => {
    const done = made();
    return done && "grantedTo" in done ? done.grantedTo : undefined;
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("console.people.invite")}
      description={t("identity.people.invite_hint")}
    >
      <Show when={granted()}>{(address) => <Notice>{t("console.people.granted", { email: address() })}</Notice>}</Show>
      <Show when={link()}>
        {(invitation) => (
          <>
            <CopyOnce label={t("identity.people.link")} value={invitation().link} />
            <p class="quiet-text">{t("identity.people.until", { when: formatInstant(invitation().expiresAt) })}</p>
          </>
        )}
      </Show>
      <Show when={!made()}>
        <FieldsForm
          of={act}
          class="id-form"
          onSubmit={(event) => {
            event.preventDefault();
            void invite();
          }}
        >
          <FormWhy of="colleague" />
          <TextField
            name="name"
            label={t("identity.people.name")}
            required
            maxLength={200}
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <TextField
            name="email"
            label={t("identity.people.email")}
            type="email"
            required
            maxLength={320}
            value={email()}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
          <SelectField
            name="role"
            label={t("identity.people.role")}
            value={role()}
            options={colleagueRoles.map((value) => ({ value, label: t(`identity.role.${value}`) }))}
            onChange={(event) => setRole(colleagueRoles.find((one) => one === event.currentTarget.value) ?? role())}
          />
          <DialogButtons act={t("console.people.invite")} onCancel={() => props.onClose()} isBusy={act.isBusy()} />
        </FieldsForm>
      </Show>
    </Dialog>
  );
}

export function ColleagueRolesDialog(props: {
  person: ColleagueView;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [chosen, setChosen] = createSignal<ColleagueRole[]>([...props.person.roles]);
  const turn = (role: ColleagueRole, isOn: boolean): void => {
    setChosen(colleagueRoles.filter((one) => (one === role ? isOn : chosen().includes(one))));
  };
  const send = async (): Promise<void> => {
    const { id, version } = props.person;
    const isDone = await act.run(bindColleague.change(id, version, chosen()), async () => {
      await apiPost(`${root}/${id}/roles`, { roles: chosen(), version });
    });
    if (!isDone) return;
    props.onDone();
    props.onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("console.people.change_of", { name: props.person.name })}
      description={t("console.people.change_text")}
    >
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <FormWhy of="colleague" />
        <div class="id-ticks">
          <For each={colleagueRoles}>
            {(role) => (
              <Tick
                label={t(`identity.role.${role}`)}
                checked={chosen().includes(role)}
                onChange={(isOn) => turn(role, isOn)}
              />
            )}
          </For>
        </div>
        <Show when={chosen().length === 0}>
          <Notice tone="mind">{t("console.people.leaves", { name: props.person.name })}</Notice>
        </Show>
        <DialogButtons act={t("console.people.save")} onCancel={() => props.onClose()} isBusy={act.isBusy()} />
      </FieldsForm>
    </Dialog>
  );
}
