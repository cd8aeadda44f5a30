/** Seconds as they are shown behind a step. */
export function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`
}

export type Say = (text: string) => void

/** Lines for the person at the terminal: `•` begins, `✓` done with its time, `✗` failed. */
export function makeSteps(say: Say = (text) => void process.stdout.write(`${text}\n`)) {
  return {
    say,
    note: (text: string) => say(`  ${text}`),
    /** Runs one step; what `work` returns as text is shown behind its name. */
    async step<T>(
      title: string,
      work: () => Promise<T>,
      result: (value: T) => string = () => '',
    ): Promise<T> {
      const began = performance.now()
      say(`• ${title} …`)
      try {
        const value = await work()
        const shown = result(value)
        say(`✓ ${title}${shown ? `: ${shown}` : ''} (${seconds(began)})`)
        return value
      } catch (error) {
        say(`✗ ${title} (${seconds(began)})`)
        throw error
      }
    },
  }
}

export type Steps = ReturnType<typeof makeSteps>
