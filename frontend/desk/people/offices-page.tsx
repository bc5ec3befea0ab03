// Offices of clerks: devices enrolled by a link, clerks with their PIN, how many reports came from each.
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type {
  ClerkView,
  MadeClerkPin,
  OfficeDeviceView,
  OfficesView,
  OfficeView,
} from "../../../backend/identity/offices/model.ts";
import { stepUpForOffice } from "../../../backend/identity/offices/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { OfficeCard } from "./office-card.tsx";
import { ClerkDialog, DeviceDialog, OfficeDialog, ShownPin } from "./office-dialogs.tsx";
import "../../shell/account/people.css";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";

const root = "/api/v1/identity/offices";

export type OfficeAct =
  | { kind: "add_office" }
  | { kind: "close"; office: OfficeView }
  | { kind: "add_device"; office: OfficeView }
  | { kind: "withdraw"; device: OfficeDeviceView }
  | { kind: "add_clerk"; office: OfficeView }
  | { kind: "pin"; clerk: ClerkView }
  | { kind: "remove"; clerk: ClerkView };

export function OfficesPage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(async () => await apiGet<OfficesView>(root));
  const [asked, setAsked] = createSignal<OfficeAct>();
  const [pin, setPin] = createSignal<{ name: string; pin: string }>();
  const close = (): undefined => setAsked(undefined);
  const reload = (): void => void refetch();
  const drop = async (path: string, words: string): Promise<void> => {
    await apiDelete(`${root}${path}`);
    showToast({ text: words });
    reload();
  };
  return (
    <div class="page people-page">
      <header class="people-head">
        <div>
          <h1>{t("identity.offices.title")}</h1>
          <p class="quiet-text">{t("identity.offices.lead")}</p>
        </div>
        <Button look="main" onClick={() => setAsked({ kind: "add_office" })}>
          {t("identity.offices.add")}
        </Button>
      </header>
      <Show when={list()} fallback={<Skeleton lines={5} words={t("identity.offices.title")} />}>
        {(known) => (
          <For each={known().offices} fallback={<p class="quiet-text">{t("identity.offices.none")}</p>}>
            {(office) => <OfficeCard office={office} onAct={setAsked} />}
          </For>
        )}
      </Show>
      <Show when={asked()} keyed>
        {(act) => (
          <Switch>
            <Match when={act.kind === "add_office"}>
              <OfficeDialog onClose={close} onDone={reload} />
            </Match>
            <Match when={act.kind === "add_device" && act.office}>
              {(office) => <DeviceDialog office={office()} onClose={close} onDone={reload} />}
            </Match>
            <Match when={act.kind === "add_clerk" && act.office}>
              {(office) => <ClerkDialog office={office()} onClose={close} onDone={reload} />}
            </Match>
            <Match when={act.kind === "close" && act.office}>
              {(office) => (
                <SureDialog
                  title={t("identity.offices.close_of", { name: office().name })}
                  text={t("identity.offices.close_text")}
                  act={t("identity.offices.close")}
                  onClose={close}
                  run={async () => await drop(`/${office().id}`, t("identity.offices.closed"))}
                />
              )}
            </Match>
            <Match when={act.kind === "withdraw" && act.device}>
              {(device) => (
                <SureDialog
                  title={t("identity.offices.withdraw_of", { name: device().name })}
                  text={t("identity.offices.withdraw_text")}
                  act={t("identity.offices.withdraw")}
                  onClose={close}
                  run={async () => await drop(`/devices/${device().id}`, t("identity.offices.withdrawn"))}
                />
              )}
            </Match>
            <Match when={act.kind === "remove" && act.clerk}>
              {(clerk) => (
                <SureDialog
                  title={t("identity.offices.remove_of", { name: clerk().name })}
                  text={t("identity.offices.remove_text")}
                  act={t("identity.offices.remove")}
                  onClose={close}
                  run={async () => await drop(`/clerks/${clerk().id}`, t("identity.offices.removed"))}
                />
              )}
            </Match>
            <Match when={act.kind === "pin" && act.clerk}>
              {(clerk) => (
                <SureDialog
                  title={t("identity.offices.pin_of", { name: clerk().name })}
                  text={t("identity.offices.pin_text")}
                  act={t("identity.offices.pin")}
                  binding={stepUpForOffice.renewPin(clerk().id)}
                  onClose={close}
                  run={async () => {
                    const made = await apiPost<MadeClerkPin>(`${root}/clerks/${clerk().id}/pin`);
                    setPin({ name: clerk().name, pin: made.pin });
                    reload();
                  }}
                />
              )}
            </Match>
          </Switch>
        )}
      </Show>
      <Show when={pin()}>
        {(made) => (
          <Dialog isOpen onClose={() => setPin(undefined)} title={t("identity.offices.pin_of", { name: made().name })}>
            <ShownPin value={made().pin} />
          </Dialog>
        )}
      </Show>
    </div>
  );
}
