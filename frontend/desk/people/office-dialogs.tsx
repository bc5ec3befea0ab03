// Adding an office, a device, a clerk; what is shown once: the device's link, the clerk's PIN.
import { createSignal, type JSX, Show } from "solid-js";
import {
  type MadeClerkPin,
  type MadeDeviceLink,
  type OfficeView,
  stepUpForOffice,
} from "../../../backend/identity/offices/model.ts";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { CopyOnce } from "../../shell/confirm/copy-once.tsx";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

const root = "/api/v1/identity/offices";

interface Closing {
  onClose: () => void;
  onDone: () => void;
}

export function OfficeDialog(props: Closing): JSX.Element {
  const t = useWords();
  return (
    <NameDialog
      title={t("identity.offices.add")}
      label={t("identity.offices.name")}
      hint={t("identity.offices.name_hint")}
      max={150}
      onClose={props.onClose}
      run={async (name) => {
        await apiPost(root, { name });
        props.onDone();
        props.onClose();
      }}
    />
  );
}

export function DeviceDialog(props: Closing & { office: OfficeView }): JSX.Element {
  const t = useWords();
  const [made, setMade] = createSignal<MadeDeviceLink>();
  return (
    <NameDialog
      title={t("identity.offices.add_device_of", { name: props.office.name })}
      description={t("identity.offices.device_text")}
      label={t("identity.offices.device_name")}
      hint={t("identity.offices.device_name_hint")}
      max={100}
      bindingOf={(name) => stepUpForOffice.makeDeviceLink(props.office.id, name)}
      onClose={props.onClose}
      run={async (name) => {
        setMade(await apiPost<MadeDeviceLink>(`${root}/${props.office.id}/devices`, { name }));
        props.onDone();
      }}
    >
      <Show when={made()}>
        {(link) => (
          <>
            <Notice tone="mind">{t("identity.offices.link_hint", { until: formatInstant(link().expiresAt) })}</Notice>
            <CopyOnce label={t("identity.offices.link")} value={link().link} />
          </>
        )}
      </Show>
    </NameDialog>
  );
}

export function ClerkDialog(props: Closing & { office: OfficeView }): JSX.Element {
  const t = useWords();
  const [made, setMade] = createSignal<MadeClerkPin>();
  return (
    <NameDialog
      title={t("identity.offices.add_clerk_of", { name: props.office.name })}
      description={t("identity.offices.clerk_text")}
      label={t("identity.offices.clerk_name")}
      hint={t("identity.offices.clerk_name_hint")}
      max={100}
      bindingOf={(name) => stepUpForOffice.makeClerk(props.office.id, name)}
      onClose={props.onClose}
      run={async (name) => {
        setMade(await apiPost<MadeClerkPin>(`${root}/${props.office.id}/clerks`, { name }));
        props.onDone();
      }}
    >
      <Show when={made()}>{(one) => <ShownPin value={one().pin} />}</Show>
    </NameDialog>
  );
}

export function ShownPin(props: { value: string }): JSX.Element {
  const t = useWords();
  return (
    <>
      <Notice tone="mind">{t("identity.offices.pin_once")}</Notice>
      <CopyOnce label={t("identity.offices.pin_label")} value={props.value} />
    </>
  );
}

/** Asks for a name, has it confirmed where that is asked, and shows what came of it in place of the form. */
function NameDialog(props: {
  title: string;
  description?: string;
  label: string;
  hint: string;
  max: number;
  bindingOf?: (name: string) => StepUpBinding;
  onClose: () => void;
  run: (name: string) => Promise<void>;
  children?: JSX.Element;
}): JSX.Element {
  const act = createConfirmedAct();
  const [name, setName] = createSignal("");
  const [isDone, setDone] = createSignal(false);
  const go = async (): Promise<void> => {
    const wanted = name().trim();
    setDone(await act.run(props.bindingOf?.(wanted), async () => await props.run(wanted)));
  };
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={props.title}
      {...(props.description ? { description: props.description } : {})}
    >
      <Show
        when={isDone()}
        fallback={
          <FieldsForm
            of={act}
            class="id-form"
            onSubmit={(event) => {
              event.preventDefault();
              void go();
            }}
          >
            <TextField
              name="name"
              label={props.label}
              hint={props.hint}
              required
              maxLength={props.max}
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <DialogButtons act={props.title} onCancel={props.onClose} isBusy={act.isBusy()} />
          </FieldsForm>
        }
      >
        {props.children}
      </Show>
    </Dialog>
  );
}
