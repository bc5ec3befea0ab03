// A person's roles as ticks, each with what it does.
import { createSignal, For, type JSX } from "solid-js";
import { type PersonView, type Role, stepUpFor } from "../../../backend/identity/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { Tick } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { describeRole, rolesOf } from "./role-options.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";

export function RolesDialog(props: { person: PersonView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [chosen, setChosen] = createSignal<Role[]>([...props.person.roles]);
  const toggle = (role: Role, isOn: boolean): void => {
    setChosen((all) => (isOn ? [...all, role] : all.filter((one) => one !== role)));
  };
  const save = async (): Promise<void> => {
    const { id, version } = props.person;
    const isDone = await act.run(stepUpFor.changeRoles(id, version, chosen()), async () => {
      await apiPost(`/api/v1/identity/people/${id}/roles`, { roles: chosen(), version });
    });
    if (!isDone) return;
    showToast({ text: t("identity.people.roles_changed") });
    props.onDone();
    props.onClose();
  };
  return (
    <Dialog isOpen onClose={props.onClose} title={t("identity.people.roles_of", { name: props.person.name })}>
      <form
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <For each={rolesOf(props.person.organisation?.kind ?? "cert")}>
          {(role) => (
            <Tick
              label={describeRole(role).name}
              hint={describeRole(role).note ?? ""}
              checked={chosen().includes(role)}
              onChange={(isOn) => toggle(role, isOn)}
            />
          )}
        </For>
        <Refusal of={act} />
        <DialogButtons act={t("identity.people.save_roles")} onCancel={props.onClose} isBusy={act.isBusy()} />
      </form>
    </Dialog>
  );
}
