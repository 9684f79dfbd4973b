import { useEffect, useState } from "react";
import { alerts, type PrometheusAlert } from "../source/prometheus-api.ts";

const EVERY_SECONDS = 5; // Prometheus evaluates the rules each 5 to 15 s

/** Prometheus' alerts of ours, again and again; what was known stays when Prometheus does not answer. */
export function useAlerts(): {
  readonly alerts: readonly PrometheusAlert[];
  readonly error: string;
} {
  const [state, setState] = useState<ReturnType<typeof useAlerts>>({ alerts: [], error: "" });
  useEffect(() => {
    let isLeft = false;
    let next: ReturnType<typeof setTimeout>;
    const ask = async (): Promise<void> => {
      try {
        const found = await alerts();
        if (!isLeft) setState({ alerts: found.filter(isOurs), error: "" });
      } catch (error) {
        const { message } = error as Error;
        if (!isLeft) setState(({ alerts }) => ({ alerts, error: message }));
      }
      if (!isLeft) next = setTimeout(() => void ask(), EVERY_SECONDS * 1000);
    };
    void ask();
    return () => {
      isLeft = true;
      clearTimeout(next);
    };
  }, []);
  return state;
}

/** The Watchdog always fires: it proves that alerts arrive, and is no news. */
function isOurs({ labels }: PrometheusAlert): boolean {
  const { alertname = "" } = labels;
  return alertname.startsWith("Plimsoll") && alertname !== "PlimsollWatchdog";
}
