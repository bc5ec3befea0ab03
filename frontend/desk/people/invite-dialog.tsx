// Inviting a person: address, name, role; then the link, shown once.
import { createSignal, type JSX, Show } from "solid-js";
import { type OrganisationKind, type Role, roles, stepUpFor } from "../../../backend/identity/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { CopyOnce } from "../../shell/confirm/copy-once.tsx";
import { roleOptions, rolesOf } from "./role-options.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

interface Made {
  link: string;
  expiresAt: string;
}

/** `organisation`: a body whose people are invited; without it the national team. */
export function InviteDialog(props: {
  isOpen: boolean;
  organisation?: { id: string; kind: OrganisationKind; name: string };
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [email, setEmail] = createSignal("");
  const [name, setName] = createSignal("");
  const [role, setRole] = createSignal<Role>(
    rolesOf(props.organisation?.kind ?? "cert").find((one) => one !== "clerk") ?? "analyst",
  );
  const [made, setMade] = createSignal<Made>();
  const close = (): void => {
    setMade(undefined);
    setEmail("");
    setName("");
    act.clear();
    props.onClose();
  };
  const invite = async (): Promise<void> => {
    const wanted = {
      email: email().trim(),
      role: role(),
      ...(name().trim() ? { name: name().trim() } : {}),
      ...(props.organisation ? { organisationId: props.organisation.id } : {}),
    };
    const isDone = await act.run(stepUpFor.invite(wanted.email, wanted.role), async () => {
      setMade(await apiPost<Made>("/api/v1/identity/invitations", wanted));
    });
    if (isDone) props.onDone();
  };
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={close}
      title={
        props.organisation ? t("bodies.invite_to", { name: props.organisation.name }) : t("identity.people.invite")
      }
      description={t("identity.people.invite_hint")}
    >
      <Show
        when={made()}
        fallback={
          <FieldsForm
            of={act}
            class="id-form"
            onSubmit={(event) => {
              event.preventDefault();
              void invite();
            }}
          >
            <TextField
              name="email"
              label={t("identity.people.email")}
              type="email"
              required
              maxLength={320}
              value={email()}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
            <TextField
              name="name"
              label={t("identity.people.name")}
              maxLength={200}
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <SelectField
              name="role"
              label={t("identity.people.role")}
              options={roleOptions(props.organisation?.kind ?? "cert")}
              value={role()}
              onChange={(event) => setRole(roles.find((known) => known === event.currentTarget.value) ?? role())}
            />
            <DialogButtons act={t("identity.people.invite_act")} onCancel={close} isBusy={act.isBusy()} />
          </FieldsForm>
        }
      >
        {(invitation) => (
          <>
            <CopyOnce label={t("identity.people.link")} value={invitation().link} />
            <p class="quiet-text">{t("identity.people.until", { when: formatInstant(invitation().expiresAt) })}</p>
          </>
        )}
      </Show>
    </Dialog>
  );
}
