/** What a run is called: `leak`, `leak #2`. */
export function runName(scenario: string, run: number): string {
  return run === 1 ? scenario : `${scenario} #${run}`;
}
