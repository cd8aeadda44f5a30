'use client'

import '@xyflow/react/dist/base.css'
import { type Edge, MarkerType, ReactFlow } from '@xyflow/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { TASK_GRAPH } from '@/lib/pipeline/task-graph'
import { TASK_NAMES } from '@/lib/pipeline/task-names'
import { type TaskFigures, taskFigures } from './graph-figures'
import { type GraphLayout, graphLayout } from './graph-layout'
import { type GraphNode, GroupFrame, TaskNode } from './graph-nodes'
import { GraphTwin } from './graph-twin'
import type { LiveRun } from './use-live-run'

const NODE_TYPES = { task: TaskNode, frame: GroupFrame }
const SIDES = { row: ['right', 'left'], column: ['bottom', 'top'] } as const

/**
 * The run as a graph: tasks with their state and figures, edges for what waits for what. A click
 * on a task leads to its log; the graph itself is not to be moved. A table says the same to those who
 * do not see it.
 */
export function TaskGraph({ runId, live, selected }: { runId: number; live: LiveRun; selected?: string }) {
  const holder = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    if (holder.current) watch.observe(holder.current)
    return () => watch.disconnect()
  }, [])

  const layout = useMemo(() => (width > 0 ? graphLayout(width) : undefined), [width])
  const figures = taskFigures(live)
  return (
    <div ref={holder} style={{ minHeight: layout?.height ?? 280 }}>
      {layout && (
        <div className="relative" style={{ height: layout.height }}>
          <ReactFlow
            aria-label={`The tasks of run ${runId} as a graph`}
            // Positions are set once per layout; a fresh one replaces the old viewport too.
            key={`${layout.direction} ${width}`}
            nodes={nodesOf(runId, layout, figures, selected)}
            edges={edgesOf(layout, figures)}
            nodeTypes={NODE_TYPES}
            defaultViewport={{ x: 0, y: 0, zoom: 1 }}
            minZoom={1}
            maxZoom={1}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            panOnDrag={false}
            zoomOnScroll={false}
            zoomOnPinch={false}
            zoomOnDoubleClick={false}
            preventScrolling={false}
            disableKeyboardA11y
            proOptions={{ hideAttribution: true }}
          />
        </div>
      )}
      <GraphTwin runId={runId} figures={figures} />
    </div>
  )
}

function nodesOf(
  runId: number,
  layout: GraphLayout,
  figures: ReadonlyMap<string, TaskFigures>,
  selected: string | undefined,
): GraphNode[] {
  const frames: GraphNode[] = layout.groups.map(({ group, box }) => ({
    id: `frame ${group}`,
    type: 'frame',
    position: { x: box.x, y: box.y },
    width: box.width,
    height: box.height,
    data: {},
    zIndex: -1,
  }))
  const tasks: GraphNode[] = layout.tasks.flatMap(({ task, box }) => {
    const shown = figures.get(task)
    if (!shown) return []
    return {
      id: task,
      type: 'task',
      position: { x: box.x, y: box.y },
      width: box.width,
      height: box.height,
      data: { runId, task, figures: shown, selected: task === selected },
    }
  })
  return [...frames, ...tasks]
}

function edgesOf(layout: GraphLayout, figures: ReadonlyMap<string, TaskFigures>): Edge[] {
  const lineOf = new Map(layout.tasks.map(({ task, box }) => [task, box.y]))
  return TASK_NAMES.flatMap((task) =>
    TASK_GRAPH[task].dependsOn.map((before) => {
      const { state } = figures.get(before) ?? { state: 'pending' }
      const done = state === 'succeeded' || state === 'retried'
      // Down to another line of the graph, else along it.
      const down =
        TASK_GRAPH[task].group !== TASK_GRAPH[before].group && lineOf.get(task) !== lineOf.get(before)
      const [out, into] = SIDES[down ? 'column' : layout.direction]
      const color = done ? 'var(--c1)' : 'var(--c6)'
      return {
        id: `${before} ${task}`,
        source: before,
        target: task,
        sourceHandle: `out ${out}`,
        targetHandle: `in ${into}`,
        type: 'smoothstep',
        animated: figures.get(task)?.state === 'running',
        style: { stroke: color, strokeWidth: 1.5, strokeDasharray: done ? undefined : '4 4' },
        markerEnd: { type: MarkerType.ArrowClosed, color, width: 14, height: 14 },
      }
    }),
  )
}
