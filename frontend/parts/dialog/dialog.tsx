// A dialog over the page: title, what it asks, its buttons. Kobalte keeps the focus inside; where it begins and goes back to is said here.
import { Dialog as Kobalte } from "@kobalte/core/dialog";
import { createSignal, type JSX, Show, Suspense } from "solid-js";
import { Portal } from "solid-js/web";
import { describePlace, findPlace, type Place } from "../../platform/same-place.ts";
import { forgetTyped, hasUnsent } from "../../platform/typed.ts";
import { useWords } from "../../platform/words.ts";
import { Button } from "../button/button.tsx";
import { Notice } from "../notice/notice.tsx";
import { Skeleton } from "../skeleton/skeleton.tsx";
import "./dialog.css";

export interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: string | undefined;
  isWide?: boolean;
  children: JSX.Element;
}

/** Where typing begins. Never the close button: the first space of a reason would close the dialog, and its next letters would be acts of the page. */
const firstPlaces = [
  "[autofocus]",
  "input:not([type=checkbox], [type=radio], [type=hidden], :disabled), textarea:not(:disabled), select:not(:disabled)",
  "button:not(.dialog-close, [data-look=danger], :disabled)",
];

export function Dialog(props: DialogProps): JSX.Element {
  const t = useWords();
  let before: Element | null = null;
  let placeBefore: Place | undefined;
  let content: Element | undefined;
  const [isWarned, setWarned] = createSignal(false);
  // A key or a click beside the dialog is easily a slip: the first one only says what would be lost, the second one closes.
  const close = (): void => {
    if (content && !isWarned() && hasUnsent(content)) {
      setWarned(true);
      return;
    }
    if (content) forgetTyped(content);
    setWarned(false);
    props.onClose();
  };
  const begin = (event: Event): void => {
    before = document.activeElement;
    placeBefore = before ? describePlace(before) : undefined;
    const opened = event.target instanceof Element ? event.target : undefined;
    content = opened;
    const place = firstPlaces.map((places) => opened?.querySelector<HTMLElement>(places)).find((found) => found);
    if (!place) return;
    event.preventDefault();
    place.focus();
  };
  // Dialogs opened by a key have no button to go back to.
  const giveBack = (event: Event): void => {
    event.preventDefault();
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    // What opened it may have been drawn anew behind it.
    const opener = before?.isConnected === true ? before : placeBefore && findPlace(placeBefore);
    if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
  };
  // What the dialog asks for is waited for here: the page behind it stays.
  const waiting = (): JSX.Element => (
    <Portal>
      <div class="dialog-place">
        <div class="dialog">
          <Skeleton lines={4} words={t("desk.loading")} />
        </div>
      </div>
    </Portal>
  );
  return (
    <Suspense fallback={content?.isConnected === true ? undefined : waiting()}>
      <Kobalte open={props.isOpen} onOpenChange={(isOpen) => !isOpen && close()} preventScroll={false}>
        <Kobalte.Portal>
          <Kobalte.Overlay class="dialog-overlay" />
          <div class="dialog-place">
            <Kobalte.Content
              class="dialog"
              data-wide={props.isWide ? "" : undefined}
              onOpenAutoFocus={begin}
              onCloseAutoFocus={giveBack}
              // Around its end the focus is put without scrolling: in a dialog that is taller than the window it would stand out of sight.
              onFocusIn={(event: FocusEvent) => {
                if (event.target instanceof Element && event.target !== event.currentTarget)
                  event.target.scrollIntoView({ block: "nearest" });
              }}
            >
              <header class="dialog-head">
                <Kobalte.Title class="dialog-title">{props.title}</Kobalte.Title>
                <Kobalte.CloseButton class="dialog-close" aria-label={t("desk.close_dialog")}>
                  ×
                </Kobalte.CloseButton>
              </header>
              <Show when={props.description}>
                <Kobalte.Description class="quiet-text">{props.description}</Kobalte.Description>
              </Show>
              <Show when={isWarned()}>
                <Notice tone="mind" isAlert>
                  <span>{t("forms.dialog_unsent")}</span>
                  <Button isSmall onClick={() => setWarned(false)}>
                    {t("forms.leave.stay")}
                  </Button>
                </Notice>
              </Show>
              {props.children}
            </Kobalte.Content>
          </div>
        </Kobalte.Portal>
      </Kobalte>
    </Suspense>
  );
}

/** The row of buttons at a dialog's end: the act first, then the way back. */
export function DialogButtons(props: {
  act: string;
  /** The word of the way back; "Cancel" unless said. */
  back?: string;
  onCancel: () => void;
  isBusy?: boolean;
  isDanger?: boolean;
  isOff?: boolean;
}): JSX.Element {
  const t = useWords();
  return (
    <div class="dialog-buttons">
      <Button
        type="submit"
        look={props.isDanger ? "danger" : "main"}
        isBusy={props.isBusy ?? false}
        disabled={props.isOff}
      >
        {props.act}
      </Button>
      <Button look="quiet" onClick={() => props.onCancel()}>
        {props.back ?? t("desk.cancel")}
      </Button>
    </div>
  );
}
