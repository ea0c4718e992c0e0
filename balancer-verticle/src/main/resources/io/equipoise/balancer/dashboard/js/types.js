// @ts-check
// What the API says (openapi.yaml) and what the page keeps, as types. No code.

/**
 * @typedef {{count: number, p50?: number, p90?: number, p99?: number, p999?: number, max?: number}} Quantiles milliseconds
 *
 * @typedef {object} Counts
 * @property {number} opened
 * @property {number} open
 * @property {number} rate
 * @property {number} failures
 * @property {number} failureRate
 * @property {number} bytesFromClients
 * @property {number} bytesFromBackends
 *
 * @typedef {object} BackendOwn
 * @property {string} id
 * @property {string} service
 * @property {string} [host]
 * @property {number} [port]
 * @property {string} [origin]
 * @property {string} [zone]
 * @property {Record<string, string>} [tags]
 * @property {'ready' | 'draining' | 'maintenance'} state
 * @property {'up' | 'down' | 'unknown'} health
 * @property {string} [why]
 * @property {boolean} eligible
 * @property {number} weight
 * @property {number} share
 * @property {number} fairShare
 * @property {Quantiles} connect
 * @property {Quantiles} firstByte
 * @property {{at?: string, reason?: string}} [lastFailure]
 * @typedef {Counts & BackendOwn} Backend
 *
 * @typedef {Counts & {name: string, policy: string, backends: number, eligible: number, panic: boolean, waiting: number,
 *   departed: number, connect: Quantiles, firstByte: Quantiles}} Service
 * @typedef {Counts & {id: string, ageMillis: number, stale: boolean}} Balancer
 * @typedef {Counts & {name: string, service: string}} Listener
 * @typedef {{balancer: string, listener?: string, backend?: string, rate: number, open: number}} Flow
 *
 * @typedef {object} Stats
 * @property {string} at
 * @property {string} balancer
 * @property {Counts & {connect: Quantiles, firstByte: Quantiles}} total
 * @property {Balancer[]} balancers
 * @property {Listener[]} listeners
 * @property {Service[]} services
 * @property {Backend[]} backends
 * @property {Flow[]} flows
 *
 * @typedef {{at: string, rate: number, open: number, failureRate: number, firstByteP50?: number, firstByteP99?: number}} Point
 * @typedef {{number: number, at: string, kind: string, subject: string, message: string, details: Record<string, any>}} Event
 *
 * @typedef {{backend: string, weight: number, open: number, load: number, looked: boolean, chosen: boolean, passed?: string}} Candidate
 * @typedef {{reason?: string, totalMillis?: number, connectMillis?: number, firstByteMillis?: number,
 *   bytesFromClient?: number, bytesFromBackend?: number}} Outcome
 *
 * @typedef {object} Decision
 * @property {number} number
 * @property {string} at
 * @property {string} session
 * @property {string} listener
 * @property {string} service
 * @property {string} client
 * @property {string} policy
 * @property {number} attempt
 * @property {boolean} panic
 * @property {number} backends
 * @property {number} eligible
 * @property {Candidate[]} candidates
 * @property {string} [chosen]
 * @property {string} why
 * @property {Outcome} [outcome]
 *
 * @typedef {object} Session
 * @property {string} id
 * @property {string} balancer
 * @property {string} listener
 * @property {string} service
 * @property {string} client
 * @property {string} [backend]
 * @property {string} state
 * @property {string} [reason]
 * @property {string} startedAt
 * @property {number} totalMillis
 * @property {number} [queueMillis]
 * @property {number} [connectMillis]
 * @property {number} [firstByteMillis]
 * @property {number} attempts
 * @property {number} bytesFromClient
 * @property {number} bytesFromBackend
 * @property {Decision} [decision]
 *
 * @typedef {object} Connection
 * @property {'connecting' | 'live' | 'lost' | 'locked'} phase
 * @property {number} [retryAt] milliseconds
 * @property {string} [why]
 *
 * @typedef {object} State
 * @property {Connection} connection
 * @property {number} now milliseconds, moved on each second
 * @property {number} [heardAt] when the last figures came, milliseconds
 * @property {Stats | null} stats
 * @property {{stepMillis: number, points: Point[]}} history
 * @property {Event[]} events the oldest first
 * @property {Decision[] | null} decisions
 * @property {Session[] | null} sessions
 * @property {{tab: string, why: string} | null} unread the list that could not be read the last time
 * @property {'rate' | 'open'} weigh what the widths of the flow say
 * @property {string} filter
 * @property {'all' | 'serving' | 'trouble'} only
 * @property {{column: string, down: boolean}} sort
 * @property {ReadonlySet<string>} selected
 * @property {'events' | 'decisions' | 'sessions'} tab
 * @property {string} find what the open tab is searched for
 * @property {Event[] | null} paused the events as they stood when the reader paused
 */

export {};
