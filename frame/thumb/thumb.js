// The deck's table and its verdict, following a slider's thumb while it moves.
//
// Streamlit tells the server of a drag when the thumb is let go; until then this works the table out by the same rules
// as analytics/what_if.py, and the tests hold the two equal. What the server sends always replaces it.

const HAIR = 1e-9
const NEVER = 1e-20
const PRIOR = 0.5

/** Split a whole number by weights into whole parts that add to it: analytics/statistics/shares.py. */
export function split(total, weights) {
  const whole = weights.reduce((sum, one) => sum + one, 0)
  const exact = weights.map((one) => (whole > 0 ? (total * one) / whole : total / weights.length))
  const parts = exact.map((one) => Math.floor(one + HAIR))
  const round = (number) => Math.round(number * 1e9)
  const order = parts.map((_, at) => at).sort((a, b) => round(parts[a] - exact[a]) - round(parts[b] - exact[b]) || a - b)
  const left = total - parts.reduce((sum, one) => sum + one, 0)
  order.slice(0, left).forEach((at) => (parts[at] += 1))
  return parts
}

/** Return the shares after moving share `at` to `to` percent; the pinned stay. */
export function moved(shares, at, to, pinned) {
  const free = shares.map((_, other) => other).filter((other) => other !== at && !pinned.includes(other))
  if (!free.length) return [...shares]
  const fixed = pinned.filter((other) => other !== at).reduce((sum, other) => sum + shares[other], 0)
  const held = Math.max(0, Math.min(to, 100 - fixed))
  const after = [...shares]
  after[at] = held
  const parts = split(100 - held - fixed, free.map((other) => shares[other]))
  free.forEach((other, nth) => (after[other] = parts[nth]))
  return after
}

/** Return how many leads so many deals need at a close rate, null where no number does. */
export function leadsFor(deals, rate) {
  if (deals <= 0) return 0
  return rate > 0 ? Math.ceil(deals / rate - HAIR) : null
}

/** Return the probability of 0, 1, 2 … deals of a channel: analytics/statistics/target.py. */
export function dealsOf({ deals, leads, planned }) {
  const won = deals + PRIOR
  const missed = leads - deals + PRIOR
  let log = 0
  for (let k = 0; k < planned; k++) log += Math.log((missed + k) / (won + missed + k))
  const likely = [Math.exp(log)]
  for (let k = 0; k < planned; k++) {
    log += Math.log(((planned - k) * (k + won)) / ((k + 1) * (planned - k - 1 + missed)))
    likely.push(Math.exp(log))
  }
  while (likely.length > 1 && likely[likely.length - 1] <= NEVER) likely.pop()
  return likely
}

/** Return the probability of at least `target` deals from all channels together. */
export function chance(channels, target) {
  if (target <= 0) return 1
  let all = [1]
  for (const one of channels.map(dealsOf).sort((a, b) => a.length - b.length)) {
    const sum = new Array(all.length + one.length - 1).fill(0)
    all.forEach((p, at) => one.forEach((q, more) => (sum[at + more] += p * q)))
    all = sum
  }
  return Math.min(1, all.slice(target).reduce((sum, p) => sum + p, 0))
}

/** Return the deck's rows, the totals, which sentence stands over them, and the chances it tells. */
export function worked({ target, shares, current, wished, rates, deals, leads, most }) {
  const parts = split(target, shares)
  const less = (one, other) => (one === null ? null : one - other)
  const rows = parts.map((part, at) => {
    const needed = leadsFor(part, rates[at])
    const planned = leadsFor(part, wished[at])
    return {
      share: shares[at],
      deals: part,
      rate: rates[at],
      needed,
      current: current[at],
      gap: less(needed, current[at]),
      wished: wished[at],
      planned,
      missing: less(planned, current[at]),
    }
  })
  const add = (name) => rows.reduce((sum, row) => (sum === null || row[name] === null ? null : sum + row[name]), 0)
  const totals = { rate: undefined, wished: undefined }
  for (const name of ['share', 'deals', 'needed', 'current', 'gap', 'planned', 'missing']) totals[name] = add(name)
  const some = (name) => rows.reduce((sum, row) => sum + (row[name] ?? 0), 0)
  const isBeyond = Math.max(some('needed'), some('planned'), some('current'), target) > most
  if (target <= 0 || isBeyond) return { rows, totals, says: target <= 0 ? 'nothing' : 'beyond' }
  const channels = (name) => rows.map((row, at) => ({ deals: deals[at], leads: leads[at], planned: row[name] ?? row.current }))
  return { rows, totals, says: 'chance', planned: chance(channels('planned'), target), present: chance(channels('current'), target) }
}

const KINDS = {
  share: (number) => `${number}%`,
  rate: (number) => `${(Math.round(number * 1000 + 1e-6) / 10).toFixed(1)}%`,
  count: (number) => number.toLocaleString('en-US').replace('-', '−'),
}
const COLUMNS = ['share', 'deals', 'rate', 'needed', 'current', 'gap', 'wished', 'planned', 'missing']

function written(name, number) {
  if (number === undefined) return ''
  if (number === null) return '—'
  return (KINDS[name === 'wished' ? 'rate' : name] ?? KINDS.count)(number)
}

/** Write a chance as the sentences beside it do: never 0 % and never 100 %. */
export function chanceSaid(number) {
  if (number < 0.005) return '<1%'
  return number >= 0.995 ? '>99%' : `${Math.round(number * 100 + HAIR)}%`
}

function node(kind, text, className = '') {
  const made = document.createElement(kind)
  made.textContent = text
  made.className = className
  return made
}

function cells(name, row, isTotal) {
  const line = document.createElement('tr')
  line.append(node('th', name))
  for (const column of COLUMNS) {
    const isMissing = ['gap', 'missing'].includes(column) && row[column] > 0
    line.append(node('td', written(column, row[column]), isMissing && !isTotal ? 'missing' : ''))
  }
  return line
}

function paint(place, data, wishes) {
  const answer = worked({ ...data, ...wishes })
  const said = data.said[answer.says]
    .replace('{target}', KINDS.count(wishes.target))
    .replace('{leads}', written('planned', answer.totals.planned))
    .replace('{planned}', chanceSaid(answer.planned))
    .replace('{present}', chanceSaid(answer.present))
  const table = document.createElement('table')
  const head = document.createElement('tr')
  data.columns.forEach((name) => head.append(node('th', name)))
  table.append(head, ...answer.rows.map((row, at) => cells(data.names[at], row, false)))
  table.append(cells(data.total, answer.totals, true))
  table.lastChild.className = 'total'
  place.replaceChildren(node('p', said, 'verdict'), table)
}

function isElsewhere(read, known, step) {
  return Math.abs(read - known) > step / 2
}

/** Return the wishes as the thumbs stand: what the server knows, and what has been moved since. */
export function following(data, thumbs) {
  const { target, shares, current, wished, pinned } = data
  const wishes = { target, shares: [...shares], current: [...current], wished: [...wished] }
  for (const [name, read] of thumbs) {
    const [what, at] = name.split('-')
    if (what === 'target') wishes.target = read
    else if (what === 'current') wishes.current[at] = read
    else if (what === 'wished' && isElsewhere(read, Math.round(wished[at] * 1000) / 10, 0.1)) wishes.wished[at] = read / 100
    else if (what === 'share' && read !== shares[at]) wishes.shares = moved(shares, Number(at), read, pinned)
  }
  return wishes
}

function thumbsIn(inputs) {
  return [...inputs.querySelectorAll('input[type="range"]')].flatMap((thumb) => {
    const key = /st-key-thumb-([a-z]+(?:-\d+)?)/.exec(thumb.closest('[class*="st-key-thumb-"]')?.className ?? '')
    return key ? [[key[1], Number(thumb.value)]] : []
  })
}

const watched = new WeakMap()

export default function ({ parentElement, data }) {
  const place = parentElement.querySelector('.place') ?? parentElement.appendChild(node('div', '', 'place'))
  paint(place, data, data)
  watched.get(parentElement)?.disconnect()
  const inputs = document.querySelector(data.inputs)
  if (!inputs) return undefined
  const observer = new MutationObserver(() => paint(place, data, following(data, thumbsIn(inputs))))
  observer.observe(inputs, { subtree: true, attributes: true, attributeFilter: ['aria-valuetext'] })
  watched.set(parentElement, observer)
  return () => observer.disconnect()
}
