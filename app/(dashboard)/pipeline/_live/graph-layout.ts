import { TASK_GRAPH, taskLayers } from '@/lib/pipeline/task-graph'
import type { TaskName } from '@/lib/pipeline/task-names'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface GraphLayout {
  /** `row`: tasks side by side, a group a line of its own. `column`: one below the other, for a phone. */
  direction: 'row' | 'column'
  tasks: { task: TaskName; box: Box }[]
  /** Frames around tasks that stand or fall together. */
  groups: { group: string; box: Box }[]
  height: number
}

const NODE = { height: 56, minWidth: 100, maxWidth: 168 }
const GAP = { x: 24, y: 12, line: 34 }
const PAD = 12
/** Room for a frame's label. */
const LABEL = 26

/** Places the tasks within `width` pixels at their final size, so that nothing is scaled. */
export function graphLayout(width: number): GraphLayout {
  const lines = graphLines()
  const columns = Math.max(...lines.map(({ layers }) => layers.length))
  const fitting = (width - 2 * PAD - (columns - 1) * GAP.x) / columns
  const direction = fitting >= NODE.minWidth ? 'row' : 'column'
  const nodeWidth = direction === 'row' ? Math.min(NODE.maxWidth, fitting) : width - 2 * PAD
  const layout: GraphLayout = { direction, tasks: [], groups: [], height: 0 }
  let y = 2
  for (const { group, layers } of lines) {
    const top = y + (group ? PAD : 0)
    const height =
      direction === 'row'
        ? placeRow(layout, layers, top, nodeWidth)
        : placeColumn(layout, layers, top, nodeWidth)
    if (group) {
      const inner = direction === 'row' ? layers.length * (nodeWidth + GAP.x) - GAP.x : nodeWidth
      layout.groups.push({
        group,
        box: { x: 1, y, width: inner + 2 * PAD - 2, height: height + LABEL + PAD },
      })
    }
    y = top + height + (group ? LABEL : 0) + GAP.line
  }
  layout.height = y - GAP.line + 2
  return layout
}

/** Layers of the graph, cut where a group begins or ends. */
function graphLines(): { group: string | undefined; layers: TaskName[][] }[] {
  const lines: { group: string | undefined; layers: TaskName[][] }[] = []
  for (const layer of taskLayers() as TaskName[][]) {
    const group = layer[0] && TASK_GRAPH[layer[0]].group
    const last = lines.at(-1)
    if (last && last.group === group) last.layers.push(layer)
    else lines.push({ group, layers: [layer] })
  }
  return lines
}

function placeRow(layout: GraphLayout, layers: TaskName[][], top: number, width: number): number {
  layers.forEach((layer, column) => {
    layer.forEach((task, place) => {
      const x = PAD + column * (width + GAP.x)
      layout.tasks.push({
        task,
        box: { x, y: top + place * (NODE.height + GAP.y), width, height: NODE.height },
      })
    })
  })
  return Math.max(...layers.map((layer) => layer.length)) * (NODE.height + GAP.y) - GAP.y
}

function placeColumn(layout: GraphLayout, layers: TaskName[][], top: number, width: number): number {
  const step = NODE.height + 2 * GAP.y
  const tasks = layers.flat()
  tasks.forEach((task, place) => {
    layout.tasks.push({ task, box: { x: PAD, y: top + place * step, width, height: NODE.height } })
  })
  return tasks.length * step - 2 * GAP.y
}
