// A way back that is no link of the browser's history.
import { useNavigate } from "@solidjs/router";
import type { JSX } from "solid-js";
import { Button } from "../../parts/button/button.tsx";

export function BackButton(props: { to: string; label: string }): JSX.Element {
  const navigate = useNavigate();
  return (
    <Button look="quiet" isSmall onClick={() => navigate(props.to)}>
      ← {props.label}
    </Button>
  );
}
