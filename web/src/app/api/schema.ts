export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process is alive
         * @description Does not ask the databases.
         */
        get: operations["checkHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the databases answer and accept writes, and the state of all subscriptions
         * @description The status is 200 as long as the process can answer. It is `degraded`, with reasons, if a subscription is in trouble, if a view serves in another version than the process has, if there are events that the process does not know, or if the log went back in the last hour, or if a replica gets no queries, a follower or its origin is away, or if the disk of the embedded Postgres has less than 512 MiB or 10 % free. A database that has no room to write is not ready.
         */
        get: operations["checkReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics in the text format of Prometheus
         * @description Of this process: requests, commands, appends, pools, streams, event loop, memory. Of all processes together: the progress of subscriptions. If the database is silent, those are missing, and `kronika_ready` is 0.
         */
        get: operations["readMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The log, version and settings that clients need to know
         * @description Reads the log.
         */
        get: operations["findAbout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the log, in order
         * @description With `entityId` the answer has every event of the entity whose command was answered before. The next page comes with `next_cursor` as `after`, or as `before` if the newest come first. With `correlationId` and `eventType`, a page that is not the last may have fewer events than `limit`, or none. Reads the log.
         */
        get: operations["findEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{position}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One event
         * @description Reads the log.
         */
        get: operations["findEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{position}/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What led to an event, and what it led to
         * @description Commands with their events: from the first command to that of the event, then all that sagas sent because of it. At most 20 causes, 500 events that followed, and of each command on the way those within 100 events of the one. A principal that is bound to a user gets no `readers`. Reads the log.
         */
        get: operations["findTrace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the log, as server-sent events
         * @description Each `data` is an event as `/v1/events` shows it, each `id` its position: all that match, in order, none twice. A comment is sent when there are no events. A client that does not read is disconnected, and can resume with `Last-Event-ID`. If the log went back, because it was restored or a failover lost commits, an event named `reset` comes and the stream ends: events that were sent may be gone, so discard what you derived from them and start over. Its `data` is `{"position": …}`, the end of the log now, and its `id` is the same. With `views=true`, events named `views` come as well, at the beginning and when a reader of the log has moved, at most 4 a second. Their `data` is `{"position", "data": [{"name", "build", "position"}, …]}`: the horizon, and how far each reader of the log has come. They have no `id`. A principal that is bound to a user may not ask for them. Reads the log.
         */
        get: operations["followEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All subscriptions to the log: views, sagas and event handlers
         * @description Reads the log.
         */
        get: operations["findSubscriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An alias of /v1/subscriptions
         * @description Reads the log.
         */
        get: operations["findViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{name}/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rebuild a view from the log beside the serving build, and switch to it
         * @description Answers at once, without a body: the address in `Location` shows the progress.
         */
        post: operations["rebuildView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{name}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch back to the replaced build once it has caught up; it is kept for a day
         * @description Answers at once, without a body: the address in `Location` shows the progress.
         */
        post: operations["rollBackView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{name}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fold the log again, and compare the result with the view, and the rows of commands with their events
         * @description Answers at once, without a body: the address in `Location` shows the progress.
         */
        post: operations["verifyView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rebuilds, upgrades, roll-backs and verifications of views, newest first
         * @description Reads the log.
         */
        get: operations["findOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The progress and result of an operation
         * @description Reads the log.
         */
        get: operations["findOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streams in quarantine
         * @description Reads the log.
         */
        get: operations["findQuarantinedStreams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One stream in quarantine
         * @description Reads the log.
         */
        get: operations["findQuarantinedStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry: deliver the event that failed again, and then the events after it
         * @description Answers at once, without a body: the address in `Location` shows the progress.
         */
        post: operations["retryQuarantinedStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Skip: leave the event that failed out, and deliver the events after it
         * @description Answers at once, without a body: the address in `Location` shows the progress.
         */
        post: operations["skipQuarantinedEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/timers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pending and failed timers of sagas
         * @description Reads the log.
         */
        get: operations["findTimers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/timers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel a timer of a saga
         * @description Answers without a body.
         */
        delete: operations["cancelTimer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The principal of this request
         * @description Works with a session, a key or a token. Reads the log.
         */
        get: operations["findSession"];
        put?: never;
        /**
         * Sign in with an API key
         * @description For pages of the same origin. The session is in a cookie that scripts can not read. Commands with the cookie need `Sec-Fetch-Site: same-origin` or an `Origin` that names the host, as browsers send them. The session ends after 8 h without a request, after 7 days, and with its key. To sign in at the issuer, send the browser to `/sign-in/oidc`.
         */
        post: operations["beginSession"];
        /**
         * Sign out
         * @description The session ends at once in this process and within 5 s in others.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign out everywhere
         * @description All sessions of the actor end, with their open streams: at once in this process and within 5 s in others.
         */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * API keys, the newest first
         * @description Active, expired and revoked ones, without their secrets. Reads the log.
         */
        get: operations["findKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The only command that answers with data, because the key is not stored and can not be read later. For the same reason it takes no `Idempotency-Key`: if the response is lost, revoke the key and create another one.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One API key, without its secret
         * @description Reads the log.
         */
        get: operations["findKey"];
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description It ends at once in this process and within 5 s in others, with its open streams. The last active key of an admin is kept, unless admins can sign in at an issuer (`AUTH` has `oidc`); `npm run keys -- revoke` revokes it in any case.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit: commands by actor and refused requests, the newest first
         * @description Commands that appended events, since the first event. For 90 days also refused requests (401, 403), refused commands (409, 412, 422), sign-ins, and commands to keys, all of them only if `AUTH` is on. A command of many events may have several entries, one for each 1,000 positions. Reads the log.
         */
        get: operations["findAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase the texts of a user
         * @description Names of the campaigns and of the goods that belong to the user read `[erased]` from then on, in all versions. Ids, numbers and times stay. Keys and sessions that are bound to the user end. It takes some milliseconds for each of them; if the answer got lost, it goes on, and the same request again is answered at its end. Answers without a body.
         */
        post: operations["eraseUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an order
         * @description Answers without a body: `Location` is its address, `ETag` its version, `Event-Position` that of its latest event.
         */
        post: operations["createOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/order/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One order with its goods, at the path of its commands
         * @description Reads the view `order-history`. With `If-None-Match`, an answer that the client has already is 304 without a body.
         */
        get: operations["findOrder"];
        /**
         * Change the user of an order
         * @description Answers without a body.
         */
        put: operations["changeOrder"];
        post?: never;
        /**
         * Delete an order; its goods are removed soon after
         * @description Answers without a body.
         */
        delete: operations["deleteOrder"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/goods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add goods to an order
         * @description Answers without a body: `Location` is its address, `ETag` its version, `Event-Position` that of its latest event.
         */
        post: operations["addGoods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/goods/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Goods of an order
         * @description Reads the view `order-history`. With `If-None-Match`, an answer that the client has already is 304 without a body.
         */
        get: operations["findGoods"];
        /**
         * Change goods, or move them to another order; absent fields keep their values
         * @description Answers without a body.
         */
        put: operations["changeGoods"];
        post?: never;
        /**
         * Remove goods from their order
         * @description Answers without a body.
         */
        delete: operations["deleteGoods"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/order-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find orders
         * @description Follow `next_cursor` or the Link header to the next page. Rows that are added meanwhile do not shift the pages. Reads the view `order-history`.
         */
        get: operations["findOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/order-history.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export orders as CSV
         * @description All matching orders, streamed. Totals are exact, in minor units. Text is escaped so that spreadsheets do not run it as a formula. Reads the view `order-history`.
         */
        get: operations["exportOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/order-history/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts and totals of orders by group, for charts
         * @description Follow `next_cursor` or the Link header to the next page of groups. All currencies of a group are on one page. With `by=none` the one group has the totals of all orders that match. Without `sort`, the newest hours, days and months come first, the users with the most orders, and the fewest goods. Reads the view `order-history`.
         */
        get: operations["summariseOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/order-history/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One order with its goods
         * @description Reads the view `order-history`. With `If-None-Match`, an answer that the client has already is 304 without a body.
         */
        get: operations["findOrderInHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/order-history/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The changes of an order and its goods: actor, fields, old and new values
         * @description In the order of the log. Includes deleted orders, and goods that came from another order or went to one. A principal that is bound to a user sees nothing of goods that belong to another user by now. Reads the log.
         */
        get: operations["findOrderChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find campaigns
         * @description Follow `next_cursor` or the Link header to the next page. Rows that are added meanwhile do not shift the pages. Reads the view `campaigns`.
         */
        get: operations["findCampaigns"];
        put?: never;
        /**
         * Create a campaign; repeating it with the same content succeeds
         * @description Answers without a body: `Location` is its address, `ETag` its version, `Event-Position` that of its latest event.
         */
        post: operations["createCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a campaign
         * @description Answers without a body.
         */
        put: operations["renameCampaign"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/currency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the currency of its price, and the price if one is given
         * @description Answers without a body.
         */
        put: operations["setCampaignCurrency"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/price": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the price of 1,000 views
         * @description Answers without a body.
         */
        put: operations["setCampaignPrice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set or remove its schedule; the campaign ends by itself at the end of the schedule
         * @description Answers without a body.
         */
        put: operations["setCampaignSchedule"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/placements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the sections where it may be shown
         * @description Answers without a body.
         */
        put: operations["setCampaignPlacements"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/paused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pause or resume a campaign
         * @description Answers without a body.
         */
        put: operations["setCampaignPaused"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore an earlier version of a campaign by new events
         * @description Answers without a body.
         */
        post: operations["undoCampaignChanges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One campaign, as it is or as it was
         * @description Reads the view `campaigns`. With `If-None-Match`, an answer that the client has already is 304 without a body.
         */
        get: operations["findCampaign"];
        put?: never;
        post?: never;
        /**
         * Delete a campaign; later commands to it are refused
         * @description Answers without a body.
         */
        delete: operations["deleteCampaign"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set what it may deliver; a campaign that reaches a total limit is fulfilled, and runs again when it is raised
         * @description Answers without a body.
         */
        put: operations["setCampaignLimits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/targeting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set when and to whom it is shown
         * @description Answers without a body.
         */
        put: operations["setCampaignTargeting"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/rank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set how it competes with other campaigns
         * @description Answers without a body.
         */
        put: operations["setCampaignRank"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Execute up to 500 commands to campaigns
         * @description The body has the result of each command, in the order of the request. The body has at most 1 MiB.
         */
        post: operations["executeCampaignCommands"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/creatives": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find creatives
         * @description Follow `next_cursor` or the Link header to the next page. Rows that are added meanwhile do not shift the pages. Reads the view `creatives`.
         */
        get: operations["findCreatives"];
        put?: never;
        /**
         * Create a creative of a campaign; repeating it with the same content succeeds
         * @description It is shown once it has a video, or a tag, and is approved. Answers without a body: `Location` is its address, `ETag` its version, `Event-Position` that of its latest event.
         */
        post: operations["createCreative"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/creatives/{id}/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a creative
         * @description Answers without a body.
         */
        put: operations["renameCreative"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/creatives/{id}/click-through": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set or remove the address that a click opens
         * @description Answers without a body.
         */
        put: operations["setCreativeClickThrough"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/creatives/{id}/weight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set its share among the creatives of the campaign
         * @description Answers without a body.
         */
        put: operations["setCreativeWeight"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/creatives/{id}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Approve or reject a creative
         * @description Another video sets it back to pending. A sender that is bound to a user can not approve its own creatives. Answers without a body.
         */
        put: operations["setCreativeApproval"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/creatives/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore an earlier version of a creative by new events; approvals are not restored
         * @description Answers without a body.
         */
        post: operations["undoCreativeChanges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/creatives/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One creative, as it is or as it was
         * @description Reads the view `creatives`. With `If-None-Match`, an answer that the client has already is 304 without a body.
         */
        get: operations["findCreative"];
        put?: never;
        post?: never;
        /**
         * Delete a creative; later commands to it are refused
         * @description Answers without a body.
         */
        delete: operations["deleteCreative"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/creatives/{id}/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload the video of a creative
         * @description The body is the file: H.264, AV1 or VP9 in mp4, or VP8, VP9 or AV1 in WebM. It may take half an hour, as long as something of it arrives every 15 s. Another video than before sets the approval back to pending. Answers without a body. The body has at most 100 MiB.
         */
        post: operations["uploadCreativeMedia"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ads/media/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The file of a video
         * @description Of several ranges, none is served alone: the answer is the whole file. What is at an address never changes. Pages of all sites may play it.
         */
        get: operations["findMedia"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find portfolios
         * @description Follow `next_cursor` or the Link header to the next page. Rows that are added meanwhile do not shift the pages. Reads the view `portfolios`.
         */
        get: operations["findPortfolios"];
        put?: never;
        /**
         * Create a portfolio (a website of a publisher); repeating it with the same content succeeds
         * @description Answers without a body: `Location` is its address, `ETag` its version, `Event-Position` that of its latest event.
         */
        post: operations["createPortfolio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{id}/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a portfolio
         * @description Answers without a body.
         */
        put: operations["renamePortfolio"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a portfolio what it was at an earlier version, by the events that lead there
         * @description Sections that were added since are removed, and campaigns leave them soon after. Answers without a body.
         */
        post: operations["undoPortfolioChanges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One portfolio with all its sections, now or at an earlier version or moment
         * @description Reads the view `portfolios`. With `If-None-Match`, an answer that the client has already is 304 without a body.
         */
        get: operations["findPortfolio"];
        put?: never;
        post?: never;
        /**
         * Delete a portfolio; its sections are removed from the placements of campaigns soon after
         * @description Answers without a body.
         */
        delete: operations["deletePortfolio"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{id}/sections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a section; repeating it with the same content succeeds
         * @description Answers without a body: `Location` is its address, `ETag` its version, `Event-Position` that of its latest event.
         */
        post: operations["addSection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{id}/sections/{section}/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a section
         * @description Answers without a body.
         */
        put: operations["renameSection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{id}/sections/{section}/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Move a section with its subsections
         * @description Answers without a body.
         */
        put: operations["moveSection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{id}/sections/{section}/ad-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the rules for ads of a section; the sections below it inherit them
         * @description Answers without a body.
         */
        put: operations["setSectionAdRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{id}/sections/{section}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One section of a portfolio
         * @description The version in the answer is that of the portfolio. Reads the view `portfolios`. With `If-None-Match`, an answer that the client has already is 304 without a body.
         */
        get: operations["findSection"];
        put?: never;
        post?: never;
        /**
         * Remove a section with its subsections; they leave the placements of campaigns soon after
         * @description Answers without a body.
         */
        delete: operations["removeSection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/publishers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find publishers
         * @description Follow `next_cursor` or the Link header to the next page. Rows that are added meanwhile do not shift the pages. Reads the view `publishers`.
         */
        get: operations["findPublishers"];
        put?: never;
        /**
         * Create a publisher; repeating it with the same content succeeds
         * @description Answers without a body: `Location` is its address, `ETag` its version, `Event-Position` that of its latest event.
         */
        post: operations["createPublisher"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/publishers/{id}/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a publisher
         * @description Answers without a body.
         */
        put: operations["renamePublisher"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/publishers/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a publisher what it was at an earlier version, by the events that lead there
         * @description Answers without a body.
         */
        post: operations["undoPublisherChanges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/publishers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One publisher, as it is or as it was
         * @description Reads the view `publishers`. With `If-None-Match`, an answer that the client has already is 304 without a body.
         */
        get: operations["findPublisher"];
        put?: never;
        post?: never;
        /**
         * Delete a publisher; its portfolios are deleted soon after
         * @description Answers without a body.
         */
        delete: operations["deletePublisher"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The changes of a campaign: actor, fields, old and new values
         * @description Includes deleted campaigns. Reads the log.
         */
        get: operations["findCampaignHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/placements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which campaigns may show in a section
         * @description Only campaigns that can run, in the order of their ids. Reads the view `placements`.
         */
        get: operations["findPlacements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The names of campaigns, creatives, portfolios, sections and publishers
         * @description By id. Deleted entities keep their last name, for reports, and are marked. Ids without a name are left out. With `q` it is a search, whose best match is the first member of the answer; it leaves out what was deleted. Reads the view `names`.
         */
        get: operations["findNames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/creatives/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The changes of a creative: actor, fields, old and new values
         * @description Includes deleted creatives. Reads the log.
         */
        get: operations["findCreativeHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The changes of a portfolio: actor, fields, old and new values
         * @description Includes deleted portfolios. Reads the log.
         */
        get: operations["findPortfolioHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ads/preview/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A page that plays a creative
         * @description A page for reviewers, in any approval state. It counts no views. For a third party's tag, it says that Kronika does not fetch it. Reads the view `creatives`.
         */
        get: operations["previewCreative"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/publishers/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The changes of a publisher: actor, fields, old and new values
         * @description Includes deleted publishers. Reads the log.
         */
        get: operations["findPublisherHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ads/vast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ads for a section, as VAST 4.2
         * @description What players ask for. A known section always gets a document; without an ad, it has only an address for the error.
         */
        get: operations["findAds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ads/vmap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The breaks of a video, as VMAP 1.0.1
         * @description Each break names the address of its ads.
         */
        get: operations["findBreaks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ads/e/{token}/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A player reports what it shows, by loading an image
         * @description The addresses stand in the VAST document. Answered once the event is counted; an ad and event count once.
         */
        get: operations["noteEvent"];
        put?: never;
        /**
         * A player reports what it shows
         * @description The addresses stand in the VAST document. Answered once the event is counted; an ad and event count once.
         */
        post: operations["sendEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ads/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an ad request would get and why, without effect
         * @description Takes the parameters of an ad request. Use it to find out why a campaign is not shown.
         */
        get: operations["explainAds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/delivery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Requests, views, their events and what they cost, by group
         * @description Views count in the quarter of an hour in which the ad was decided. A beacon is in the report as soon as it is answered. Requests and fills follow within a second, and a process that is killed loses that second of them. Reads the view `names`.
         */
        get: operations["reportDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/delivery.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as CSV
         * @description One line for each group and currency; numbers that are not money stand in the first line of a group only. `errors` is the number of views with an error of any code. Reads the view `names`.
         */
        get: operations["exportDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why requests left a campaign out, by day
         * @description Reads the view `names`.
         */
        get: operations["reportReasons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/campaigns/{id}/delivery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a campaign has used of its limits, and what even pacing allows by now
         * @description The numbers are those that decide whether the next ad is given out, at this moment. Reads the view `campaigns`.
         */
        get: operations["findCampaignDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many requests a section will have, and how many of them are not booked yet
         * @description The median of the same weekday over up to four weeks, less what campaigns with even pacing that are placed in the section itself are to show there. Days are those of the setting TIME_ZONE. Reads the views `placements`, `names`.
         */
        get: operations["forecastSection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare the ledger of views with the sums of the reports
         * @description Its result names the sums that differ. It covers the 35 days for which the ledger is kept. Answers at once, without a body: the address in `Location` shows the progress.
         */
        post: operations["verifyLedger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Totals of orders, campaigns and the log, and what needs attention
         * @description Costs the same however many orders there are. A principal that is bound to a user gets the numbers of that user, and nothing of the log. Reads the views `order-history`, `campaigns`, `portfolios`, `publishers`.
         */
        get: operations["findOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fill an empty log with demo data: publishers, portfolios, campaigns, and orders of the last 90 days
         * @description An operation that was interrupted goes on by itself when a worker runs again. Answers at once, without a body: the address in `Location` shows the progress.
         */
        post: operations["beginDemo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        StatusDocument: {
            /** @example ok */
            status: string;
        };
        InputErrorDocument: {
            /**
             * @description A JSON pointer to the member; parameters and headers count as members
             * @example #/userId
             */
            pointer: string;
            /**
             * @description A stable code; of a rule about one field, the end of the code of the problem
             * @example out-of-range
             */
            code: ("missing" | "unknown" | "repeated" | "empty" | "too-many" | "too-long" | "too-deep" | "out-of-range" | "range-reversed" | "range-too-long" | "beyond-log" | "not-an-object" | "not-a-list" | "not-text" | "not-a-whole-number" | "not-a-boolean" | "not-a-uuid" | "not-a-date" | "not-a-time-zone" | "not-a-choice" | "not-of-this-list" | "not-together" | "not-with-cursor" | "not-with-version" | "malformed-text" | "malformed-token" | "malformed-etag" | "not-a-currency" | "not-a-web-address" | "not-an-ad-id" | "not-breaks") | unknown;
            /** @example must be from 1 to 9007199254740991 */
            detail: string;
        };
        ProblemDocument: {
            /** @example about:blank */
            type: string;
            /** @example Bad Request */
            title: string;
            /** @example 400 */
            status: number;
            /**
             * @description A stable code that identifies the problem
             * @example request.invalid
             */
            code: string;
            /**
             * @description A sentence for a person
             * @example userId must be a whole number.
             */
            detail: string;
            /** @description The faults of bad input, and with 422 of a rule about one field, up to 20 */
            errors?: components["schemas"]["InputErrorDocument"][];
            /**
             * @description With 412: the version that the entity has
             * @example 2
             */
            version?: number;
            /** @description With 412: the events since the version in If-Match, as in `/v1/events` */
            events?: {
                [key: string]: unknown;
            }[];
            /**
             * Format: int64
             * @description With `view.behind`: the position that the view has reached
             * @example 41
             */
            position?: number;
            /**
             * Format: int64
             * @description With `view.behind`: number of missing positions
             * @example 1
             */
            lag?: number;
            /** @description With `subscription.failing`: the subscriptions */
            subscriptions?: string[];
            /**
             * @description With `follower.origin-only`: where to send the request, or the host and port of the database there
             * @example https://shop.example
             */
            origin?: string;
            /** @description With `campaign.section-not-found` and `portfolio.version-with-removed-sections`: the ids of those */
            sections?: string[];
        };
        ReasonDocument: {
            /**
             * @description As /v1/subscriptions names it; `log` for the log itself; `database` for connections that fell silent in the last minute, for replicas that get no queries, for followers that are away, and for a disk with little room
             * @example order-history
             */
            subscription: string;
            /** @example 1 stream is in quarantine */
            problem: string;
        };
        ReplicaDocument: {
            /**
             * @description Its host and port
             * @example 10.0.0.6:5432
             */
            replica: string;
            /**
             * @description Seconds behind the primary; null: not known
             * @example 0
             */
            lagSeconds: number | null;
            /**
             * @description Why it gets no queries; null: it gets queries
             * @example null
             */
            problem: string | null;
        };
        FollowerDocument: {
            /**
             * @description The follower's replication slot
             * @example kronika_5f1c0b9a
             */
            slot: string;
            /**
             * Format: int64
             * @description Bytes of WAL that it has not confirmed
             * @example 0
             */
            lagBytes: number;
            /**
             * @description Why it does not follow; null if it does
             * @example null
             */
            problem: string | null;
        };
        OriginDocument: {
            /**
             * @description Host and port of the origin's database
             * @example 10.0.0.5:5432
             */
            server: string;
            /**
             * @description Age of what the origin sent last, which is at least once in 2 s; null if it sent nothing
             * @example 0.4
             */
            lagSeconds: number | null;
            /**
             * @description Why nothing comes; null if it does
             * @example null
             */
            problem: string | null;
        };
        ReadinessDocument: {
            /**
             * @description `degraded`: requests are answered, and the reasons need an operator
             * @example ok
             * @enum {string}
             */
            status: "ok" | "degraded";
            /** @description Why it is degraded; absent without credentials, and for a key or token that is bound to one user */
            reasons?: components["schemas"]["ReasonDocument"][];
            /** @description The replicas of READ_DATABASE_URL; absent like `reasons` */
            replicas?: components["schemas"]["ReplicaDocument"][];
            /** @description Where the log has followers; absent like `reasons` */
            followers?: components["schemas"]["FollowerDocument"][];
            /** @description In a follower; absent like `reasons` */
            origin?: components["schemas"]["OriginDocument"];
        };
        AboutDocument: {
            /**
             * Format: uuid
             * @description The id of the log. It goes with the log into backups and to other machines. Another id is another log: what a client kept for the one must not be sent to the other
             * @example 0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f
             */
            instance: string;
            /**
             * @description The version of Kronika
             * @example 1.0.0
             */
            version: string;
            /**
             * @description The default time zone of dates in requests
             * @example UTC
             */
            timeZone: string;
            /**
             * @description The methods of authentication (`AUTH`); empty: every client may do everything
             * @example [
             *       "keys"
             *     ]
             */
            auth: ("keys" | "oidc")[];
            /**
             * @description The event types of this version, by category
             * @example {
             *       "order": [
             *         "order_created_v1",
             *         "order_updated_v1",
             *         "order_deleted_v1"
             *       ]
             *     }
             */
            eventTypes: {
                [key: string]: string[];
            };
            /**
             * @description The currency of orders and campaigns that name none
             * @example EUR
             */
            currency: string;
            /**
             * @description The currencies that money can be in, by their codes
             * @example [
             *       {
             *         "code": "EUR",
             *         "digits": 2
             *       }
             *     ]
             */
            currencies: {
                /** @description Of ISO 4217 */
                code: string;
                /** @description So many digits after the point its minor units are */
                digits: number;
            }[];
            /**
             * @example {
             *       "allowed": true
             *     }
             */
            demo: {
                /** @description Whether demo data can be made: nothing has ever happened */
                allowed: boolean;
            };
        };
        MetadataDocument: {
            /**
             * Format: uuid
             * @example 0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f
             */
            commandId: string;
            /** @example anonymous */
            actor: string;
            /** @example 0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f */
            correlationId: string;
            /**
             * @description The position of the event that caused the command
             * @example null
             */
            causationId: string | null;
            /**
             * @description The trace of the command, as a `traceparent` of W3C's Trace Context; absent: it has none
             * @example 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
             */
            traceparent?: string;
        };
        EventDocument: {
            /** @example order_created_v1 */
            eventType: string;
            /** @example 1 */
            entityId: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            datetime: string;
            /**
             * Format: int64
             * @description The position in the whole log
             * @example 1
             */
            position: number;
            /** @example order-1 */
            stream: string;
            /**
             * @description The position in the stream
             * @example 1
             */
            version: number;
            /**
             * @example {
             *       "id": 1,
             *       "user_id": 42
             *     }
             */
            data: {
                [key: string]: unknown;
            };
            metadata: components["schemas"]["MetadataDocument"];
        };
        PageDocument: {
            /** @example 20 */
            limit: number;
            /**
             * @description The value of `cursor` (where a list has none: of `after`, or of `before` if the newest come first) for the next page; null on the last page
             * @example null
             */
            next_cursor: string | null;
            /**
             * @description With `count=true`: the number of rows on all pages, up to 10,000
             * @example 1
             */
            count?: number;
            /**
             * @description With `count=true`: whether there are more rows than `count`
             * @example false
             */
            count_capped?: boolean;
        };
        EventListDocument: {
            data: components["schemas"]["EventDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        TracedEventDocument: {
            /** @example order_created_v1 */
            eventType: string;
            /** @example 1 */
            entityId: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            datetime: string;
            /**
             * Format: int64
             * @description The position in the whole log
             * @example 1
             */
            position: number;
            /** @example order-1 */
            stream: string;
            /**
             * @description The position in the stream
             * @example 1
             */
            version: number;
        };
        TracedCommandDocument: {
            /** @example 0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f */
            commandId: string;
            /**
             * @description The actor that sent it
             * @example anonymous
             */
            actor: string;
            /**
             * Format: int64
             * @description The position of the event that caused it; null: it came from outside
             * @example null
             */
            causedBy: number | null;
            /**
             * @description The saga that sent it, named as in /v1/subscriptions; null: it came from outside
             * @example null
             */
            subscription: string | null;
            /**
             * @description Length of the chain of commands that caused it; 0: it came from outside
             * @example 0
             */
            depth: number;
            /** @description Its events, in order */
            events: components["schemas"]["TracedEventDocument"][];
        };
        TraceDocument: {
            /**
             * @description The correlation id of the event, and usually of all events in the trace
             * @example 0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f
             */
            correlationId: string;
            /** @description In the order of a tree: each stands behind the one whose event led to it */
            commands: components["schemas"]["TracedCommandDocument"][];
            /**
             * @description Whether there is more than is shown
             * @example false
             */
            isCut: boolean;
            /**
             * @description The readers of the log that do something about the event, as /v1/subscriptions names them
             * @example [
             *       "order-history"
             *     ]
             */
            readers: string[];
        };
        ProgressDocument: {
            /**
             * @description The name of a view; of others, `saga` or `handler` and the name of the class
             * @example order-history
             */
            name: string;
            /**
             * @description Of a view: `serving` answers queries, `next` will replace it, `previous` was replaced
             * @example serving
             * @enum {string}
             */
            build: "serving" | "next" | "previous";
            /** @example 1 */
            version: number;
            /**
             * Format: int64
             * @description The checkpoint: all events up to this position were delivered
             * @example 41
             */
            position: number;
            /**
             * Format: int64
             * @description Number of positions behind the log
             * @example 1
             */
            lag: number;
            /**
             * @description Age of the oldest event that was not delivered yet, in seconds
             * @example 0.02
             */
            lagSeconds: number;
            /**
             * @description Number of streams in quarantine
             * @example 0
             */
            quarantined: number;
            /**
             * @description The streams in quarantine, up to 100
             * @example []
             */
            quarantinedStreams: string[];
            /**
             * @description A view is folded from events; a saga sends commands; a handler has any other effect
             * @example view
             * @enum {string}
             */
            kind: "view" | "saga" | "handler";
            /**
             * @description Number of timers of the saga, at most 10000
             * @example 0
             */
            timers: number;
            /**
             * @description Number of timers of the saga that failed
             * @example 0
             */
            failedTimers: number;
            /**
             * Format: uuid
             * @description The operation that made the build, as in /v1/operations
             * @example null
             */
            operation: string | null;
            /**
             * @description `degraded`: late, or something waits for an operator; `failing`: it is stuck and tries again, or its position is beyond the log; `building`: it will replace the build that serves; `kept`: it was replaced
             * @example live
             * @enum {string}
             */
            state: "live" | "behind" | "degraded" | "failing" | "building" | "kept";
            /**
             * @description The error that stops it until a retry succeeds; null: nothing stops it
             * @example null
             */
            failure: string | null;
            /**
             * @description Why it is degraded or failing
             * @example null
             */
            problem: string | null;
        };
        ProgressListDocument: {
            data: components["schemas"]["ProgressDocument"][];
        };
        OperationDocument: {
            /**
             * Format: uuid
             * @example 0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f
             */
            id: string;
            /**
             * @description `upgrade`: the rebuild of a view whose version has changed. `demo` makes demo data, and `verify-ledger` compares views of ads with their sums; neither concerns a view of the log
             * @example verify
             * @enum {string}
             */
            kind: "rebuild" | "upgrade" | "rollback" | "verify" | "demo" | "verify-ledger";
            /**
             * @description Null: it concerns no view
             * @example order-history
             */
            view: string | null;
            /**
             * @description `waiting`: no worker has started it yet
             * @example done
             * @enum {string}
             */
            state: "waiting" | "running" | "done" | "failed";
            /**
             * Format: int64
             * @description The position up to which the log is folded; of `demo`: number of commands done; of `verify-ledger`: number of days done
             * @example 42
             */
            position: number;
            /**
             * Format: int64
             * @description Up to here it is to be folded; grows with the log. Of `demo`: how many commands there are; of `verify-ledger`: how many days
             * @example 42
             */
            target: number;
            /**
             * @description The share that is done, from 0 to 1
             * @example 1
             */
            progress: number;
            /**
             * @description Positions per second
             * @example null
             */
            rate: number | null;
            /**
             * @description Seconds left at this rate
             * @example null
             */
            secondsLeft: number | null;
            /**
             * @description Why it failed
             * @example null
             */
            error: string | null;
            /**
             * @description Of a verification: `position` at which was compared, `differing` rows, the first of them as `differences` (`table`, `key`, `expected`, `found`), streams that are `parked`
             * @example {
             *       "position": 42,
             *       "differing": 0,
             *       "differences": [],
             *       "parked": []
             *     }
             */
            result: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:01.000Z
             */
            startedAt: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:09.000Z
             */
            endedAt: string | null;
        };
        OperationListDocument: {
            data: components["schemas"]["OperationDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        QuarantineDocument: {
            /**
             * Format: int64
             * @example 1
             */
            id: number;
            /**
             * @description The subscription that failed
             * @example order-history
             */
            subscription: string;
            /**
             * @description The build of the view; `serving` for sagas and handlers
             * @example serving
             * @enum {string}
             */
            build: "serving" | "next";
            /**
             * @description The stream whose events wait
             * @example order-1
             */
            stream: string;
            /**
             * Format: int64
             * @description The position of the event that failed
             * @example 41
             */
            position: number;
            /**
             * @description The type of that event
             * @example order_updated_v1
             */
            eventType: string | null;
            /** @description That event, as in /v1/events */
            event: components["schemas"]["EventDocument"] | null;
            /**
             * @description The error
             * @example Cannot read properties of undefined
             */
            error: string;
            /**
             * @description Number of attempts that failed
             * @example 1
             */
            attempts: number;
            /**
             * @description Number of events of the stream that wait, with the one that failed
             * @example 3
             */
            waiting: number;
            /**
             * @description `released`: the stream went on; `skipped`: it went on without the event, and if it failed later, that is another entry
             * @example parked
             * @enum {string}
             */
            state: "parked" | "released" | "skipped";
            /**
             * @description The operator request that a worker has not carried out yet
             * @example null
             * @enum {string|null}
             */
            wish: "retry" | "skip" | null;
            /**
             * @description The actor of the request
             * @example null
             */
            by: string | null;
            /**
             * @description The reason of the request
             * @example null
             */
            reason: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            parkedAt: string;
            /**
             * Format: date-time
             * @example null
             */
            endedAt: string | null;
        };
        QuarantineListDocument: {
            data: components["schemas"]["QuarantineDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        SkipBody: {
            /**
             * @description Why the event may be skipped; stays on record
             * @example A test order of ours
             */
            reason: string;
            /**
             * @description The person who decided
             * @example Jana
             */
            by?: string;
        };
        TimerDocument: {
            /**
             * Format: int64
             * @example 1
             */
            id: number;
            /**
             * @description The saga, named as in /v1/subscriptions
             * @example saga RemindSaga.remind
             */
            saga: string;
            /**
             * @description The name that the saga gave the timer
             * @example remind-1
             */
            key: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            dueAt: string;
            /**
             * @description What the saga gets when the timer fires: any JSON
             * @example {
             *       "orderId": 1
             *     }
             */
            data: {
                [key: string]: unknown;
            } | unknown[] | (string | number | boolean | null);
            /**
             * Format: int64
             * @description The position of the event that set it
             * @example 41
             */
            cause: number;
            /**
             * @description Why it failed; it is not tried again
             * @example null
             */
            error: string | null;
        };
        TimerListDocument: {
            data: components["schemas"]["TimerDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        SessionDocument: {
            /**
             * @description The actor as in events: `key:…`, `user:…`, or `anonymous` with `AUTH=none`
             * @example key:4fQ2mZ8xT1kB
             */
            actor: string;
            /**
             * @example operator
             * @enum {string}
             */
            role: "reader" | "operator" | "admin";
            /**
             * Format: int64
             * @description The only user whose orders and campaigns it can see and change; null: all users
             * @example 42
             */
            userId: number | null;
            /**
             * Format: date-time
             * @description The time when the session, key or token ends; requests extend a session. Null with `AUTH=none`
             * @example 2026-01-31T09:30:00.000Z
             */
            expiresAt: string | null;
        };
        BeginSessionBody: {
            /**
             * @description An API key
             * @example kro_4fQ2mZ8xT1kB_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
             */
            key: string;
        };
        CreateKeyBody: {
            /**
             * @description For display; several keys may have the same name
             * @example warehouse
             */
            name: string;
            /**
             * @description The role of requests with this key
             * @example operator
             * @enum {string}
             */
            role: "reader" | "operator" | "admin";
            /**
             * Format: int64
             * @description The only user whose orders and campaigns the key gives access to; absent: all users
             * @example 42
             */
            userId?: number;
            /**
             * Format: int64
             * @description Days until it expires
             * @default 90
             * @example 90
             */
            days: number;
        };
        CreatedKeyDocument: {
            /** @example 4fQ2mZ8xT1kB */
            id: string;
            /**
             * @description To be sent as `Authorization: Bearer …`. No other response contains it
             * @example kro_4fQ2mZ8xT1kB_…
             */
            key: string;
        };
        KeyDocument: {
            /** @example 4fQ2mZ8xT1kB */
            id: string;
            /** @example warehouse */
            name: string;
            /**
             * @example operator
             * @enum {string}
             */
            role: "reader" | "operator" | "admin";
            /**
             * Format: int64
             * @example 42
             */
            userId: number | null;
            /**
             * @example active
             * @enum {string}
             */
            state: "active" | "expired" | "revoked";
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * @description The actor; `shell` for `npm run keys`
             * @example shell
             */
            createdBy: string;
            /**
             * Format: date-time
             * @example 2026-05-01T09:30:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @example null
             */
            revokedAt: string | null;
            /** @example null */
            revokedBy: string | null;
            /**
             * Format: date-time
             * @description Accurate to the minute
             * @example null
             */
            lastUsedAt: string | null;
        };
        KeyListDocument: {
            data: components["schemas"]["KeyDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        AuditedCommandDocument: {
            /** @example 0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f */
            id: string | null;
            /**
             * @description Number of events that it appended
             * @example 1
             */
            events: number;
            /**
             * @description Their types, up to 20
             * @example [
             *       "order_created_v1"
             *     ]
             */
            types: string[];
            /**
             * @description Their streams, up to 20
             * @example [
             *       "order-1"
             *     ]
             */
            streams: string[];
            /**
             * Format: int64
             * @example 1
             */
            firstPosition: number;
            /**
             * Format: int64
             * @example 1
             */
            lastPosition: number;
        };
        AuditEntryDocument: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            datetime: string;
            /**
             * @example done
             * @enum {string}
             */
            outcome: "done" | "refused" | "signed-in" | "sign-in-failed";
            /**
             * @description Null if the request had no valid credentials
             * @example anonymous
             */
            actor: string | null;
            /**
             * @description More than 1 for refusals that came too fast to be listed one by one
             * @example 1
             */
            count: number;
            /** @description The command, if it appended events */
            command: components["schemas"]["AuditedCommandDocument"] | null;
            /**
             * @description The method of a refused request
             * @example null
             */
            method: string | null;
            /**
             * @description The route of a refused request; null if its address has no route
             * @example null
             */
            route: string | null;
            /**
             * @description The status of a refused request
             * @example null
             */
            status: number | null;
            /**
             * @description The code of the problem, or `key.created`, `key.revoked`
             * @example null
             */
            code: string | null;
            /**
             * @description The object of a command that appends no event, such as a key
             * @example null
             */
            subject: string | null;
            /**
             * @description The network address of the client
             * @example null
             */
            address: string | null;
        };
        AuditDocument: {
            data: components["schemas"]["AuditEntryDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        CreateOrderBody: {
            /**
             * Format: int64
             * @description The user that the order belongs to
             * @example 42
             */
            userId: number;
            /**
             * @description The currency of its prices; absent: the setting CURRENCY
             * @example EUR
             * @enum {string}
             */
            currency?: "AED" | "AFN" | "ALL" | "AMD" | "AOA" | "ARS" | "AUD" | "AWG" | "AZN" | "BAM" | "BBD" | "BDT" | "BHD" | "BIF" | "BMD" | "BND" | "BOB" | "BOV" | "BRL" | "BSD" | "BTN" | "BWP" | "BYN" | "BZD" | "CAD" | "CDF" | "CHE" | "CHF" | "CHW" | "CLF" | "CLP" | "CNY" | "COP" | "COU" | "CRC" | "CUP" | "CVE" | "CZK" | "DJF" | "DKK" | "DOP" | "DZD" | "EGP" | "ERN" | "ETB" | "EUR" | "FJD" | "FKP" | "GBP" | "GEL" | "GHS" | "GIP" | "GMD" | "GNF" | "GTQ" | "GYD" | "HKD" | "HNL" | "HTG" | "HUF" | "IDR" | "ILS" | "INR" | "IQD" | "IRR" | "ISK" | "JMD" | "JOD" | "JPY" | "KES" | "KGS" | "KHR" | "KMF" | "KPW" | "KRW" | "KWD" | "KYD" | "KZT" | "LAK" | "LBP" | "LKR" | "LRD" | "LSL" | "LYD" | "MAD" | "MDL" | "MGA" | "MKD" | "MMK" | "MNT" | "MOP" | "MRU" | "MUR" | "MVR" | "MWK" | "MXN" | "MXV" | "MYR" | "MZN" | "NAD" | "NGN" | "NIO" | "NOK" | "NPR" | "NZD" | "OMR" | "PAB" | "PEN" | "PGK" | "PHP" | "PKR" | "PLN" | "PYG" | "QAR" | "RON" | "RSD" | "RUB" | "RWF" | "SAR" | "SBD" | "SCR" | "SDG" | "SEK" | "SGD" | "SHP" | "SLE" | "SOS" | "SRD" | "SSP" | "STN" | "SVC" | "SYP" | "SZL" | "THB" | "TJS" | "TMT" | "TND" | "TOP" | "TRY" | "TTD" | "TWD" | "TZS" | "UAH" | "UGX" | "USD" | "USN" | "UYI" | "UYU" | "UYW" | "UZS" | "VED" | "VES" | "VND" | "VUV" | "WST" | "XAD" | "XAF" | "XCD" | "XCG" | "XOF" | "XPF" | "YER" | "ZAR" | "ZMW" | "ZWG";
        };
        ChangeOrderBody: {
            /**
             * Format: int64
             * @description The user that the order belongs to
             * @example 43
             */
            userId: number;
        };
        AddGoodsBody: {
            /**
             * Format: int64
             * @description The order that the goods belong to
             * @example 1
             */
            orderId: number;
            /**
             * @description Stock keeping unit; leading and trailing white space is removed
             * @example MUG-RED
             */
            sku?: string | null;
            /** @example A red mug */
            name?: string | null;
            /**
             * Format: int64
             * @default 1
             * @example 2
             */
            quantity: number;
            /**
             * Format: int64
             * @description In minor units of the order's currency: 1250 EUR are 12.50 €
             * @default 0
             * @example 1250
             */
            unitPrice: number;
        };
        ChangeGoodsBody: {
            /**
             * Format: int64
             * @description The order to move the goods to
             * @example 1
             */
            orderId?: number;
            /**
             * @description Stock keeping unit; leading and trailing white space is removed
             * @example MUG-BLUE
             */
            sku?: string | null;
            /** @example A blue mug */
            name?: string | null;
            /**
             * Format: int64
             * @example 3
             */
            quantity?: number;
            /**
             * Format: int64
             * @description In minor units of the order's currency; needed to move goods with a price to an order of another currency
             * @example 1150
             */
            unitPrice?: number;
        };
        OrderDocument: {
            /**
             * Format: int64
             * @example 1
             */
            id: number;
            /**
             * Format: int64
             * @example 42
             */
            user_id: number;
            /** @example EUR */
            currency: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created_at: string;
            /**
             * @description Number of goods
             * @example 2
             */
            goods_count: number;
            /**
             * @description The sum of their quantities
             * @example 5
             */
            units: number;
            /**
             * @description In minor units of the currency. Always exact. One line of goods totals up to 10^13, so 901 lines may exceed 2^53-1, above which JavaScript and most JSON parsers round, and 922,338 lines may exceed 2^63-1
             * @example 6250
             */
            total: number;
            /** @example 1 */
            version: number;
        };
        OrderListDocument: {
            data: components["schemas"]["OrderDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        SummaryRowDocument: {
            /**
             * Format: date-time
             * @description With by=hour; the moment at which an hour of the time zone begins. A day on which clocks change has 23 or 25 of them
             * @example 2026-01-31T09:00:00.000Z
             */
            hour?: string;
            /**
             * Format: date
             * @description With by=day; in the time zone of the request
             * @example 2026-01-31
             */
            day?: string;
            /**
             * @description With by=month; in the time zone of the request
             * @example 2026-01
             */
            month?: string;
            /**
             * Format: int64
             * @description With by=user
             * @example 42
             */
            user_id?: number;
            /** @example EUR */
            currency: string;
            /**
             * Format: int64
             * @description With by=goods_count the group, else the number of goods of its orders
             * @example 2
             */
            goods_count: number;
            /**
             * Format: int64
             * @description Number of orders
             * @example 3
             */
            orders: number;
            /**
             * Format: int64
             * @description The sum of the quantities
             * @example 12
             */
            units: number;
            /**
             * @description In minor units of the currency. Always exact. One line of goods totals up to 10^13, so 901 lines may exceed 2^53-1, above which JavaScript and most JSON parsers round, and 922,338 lines may exceed 2^63-1
             * @example 18750
             */
            total: number;
        };
        SummaryDocument: {
            /** @description One row for each group and currency; all rows of a group are on one page */
            data: components["schemas"]["SummaryRowDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        GoodsDocument: {
            /**
             * Format: int64
             * @example 1
             */
            id: number;
            /**
             * Format: int64
             * @example 1
             */
            order_id: number;
            /** @example MUG-RED */
            sku: string | null;
            /** @example A red mug */
            name: string | null;
            /** @example 2 */
            quantity: number;
            /**
             * Format: int64
             * @example 1250
             */
            unit_price: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created_at: string;
            /** @example 1 */
            version: number;
        };
        OrderWithGoodsDocument: {
            /**
             * Format: int64
             * @example 1
             */
            id: number;
            /**
             * Format: int64
             * @example 42
             */
            user_id: number;
            /** @example EUR */
            currency: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created_at: string;
            /**
             * @description Number of goods
             * @example 2
             */
            goods_count: number;
            /**
             * @description The sum of their quantities
             * @example 5
             */
            units: number;
            /**
             * @description In minor units of the currency. Always exact. One line of goods totals up to 10^13, so 901 lines may exceed 2^53-1, above which JavaScript and most JSON parsers round, and 922,338 lines may exceed 2^63-1
             * @example 6250
             */
            total: number;
            /** @example 1 */
            version: number;
            goods: components["schemas"]["GoodsDocument"][];
        };
        OrderFieldChangeDocument: {
            /** @example quantity */
            field: string;
            /** @description The raw value: money in minor units of the currency of its order then */
            from: string | number | boolean | null;
            to: string | number | boolean | null;
        };
        OrderChangeDocument: {
            /**
             * Format: int64
             * @description The position of the event in the log
             * @example 42
             */
            position: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            datetime: string;
            /** @example anonymous */
            actor: string;
            /** @example goods_updated_v1 */
            event_type: string;
            /**
             * Format: int64
             * @description The goods that the event is about; null: it is about the order itself
             * @example 1
             */
            goods_id: number | null;
            /**
             * @description The version of the order or the goods after the event
             * @example 2
             */
            version: number;
            /**
             * @description A sentence for people
             * @example Goods 1 “A red mug” changed: quantity from 2 to 3
             */
            summary: string;
            changes: components["schemas"]["OrderFieldChangeDocument"][];
            /**
             * Format: uuid
             * @description The same for all events of one command
             * @example 0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f
             */
            command_id: string;
            /**
             * @description The position of the event that caused this one
             * @example null
             */
            causation_id: string | null;
        };
        OrderChangeListDocument: {
            data: components["schemas"]["OrderChangeDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        CreateCampaignBody: {
            /**
             * Format: uuid
             * @description Chosen by the client, which can use it before the response arrives
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * @description 1 to 50 characters as a person counts them, at most 1000 code points, at least one of them visible
             * @example Spring sale
             */
            name: string;
            /**
             * Format: int64
             * @description The user that the campaign belongs to
             * @example 42
             */
            userId: number;
            /**
             * @description The currency of its price, ISO 4217; absent: the setting CURRENCY
             * @example EUR
             * @enum {string}
             */
            currency?: "AED" | "AFN" | "ALL" | "AMD" | "AOA" | "ARS" | "AUD" | "AWG" | "AZN" | "BAM" | "BBD" | "BDT" | "BHD" | "BIF" | "BMD" | "BND" | "BOB" | "BOV" | "BRL" | "BSD" | "BTN" | "BWP" | "BYN" | "BZD" | "CAD" | "CDF" | "CHE" | "CHF" | "CHW" | "CLF" | "CLP" | "CNY" | "COP" | "COU" | "CRC" | "CUP" | "CVE" | "CZK" | "DJF" | "DKK" | "DOP" | "DZD" | "EGP" | "ERN" | "ETB" | "EUR" | "FJD" | "FKP" | "GBP" | "GEL" | "GHS" | "GIP" | "GMD" | "GNF" | "GTQ" | "GYD" | "HKD" | "HNL" | "HTG" | "HUF" | "IDR" | "ILS" | "INR" | "IQD" | "IRR" | "ISK" | "JMD" | "JOD" | "JPY" | "KES" | "KGS" | "KHR" | "KMF" | "KPW" | "KRW" | "KWD" | "KYD" | "KZT" | "LAK" | "LBP" | "LKR" | "LRD" | "LSL" | "LYD" | "MAD" | "MDL" | "MGA" | "MKD" | "MMK" | "MNT" | "MOP" | "MRU" | "MUR" | "MVR" | "MWK" | "MXN" | "MXV" | "MYR" | "MZN" | "NAD" | "NGN" | "NIO" | "NOK" | "NPR" | "NZD" | "OMR" | "PAB" | "PEN" | "PGK" | "PHP" | "PKR" | "PLN" | "PYG" | "QAR" | "RON" | "RSD" | "RUB" | "RWF" | "SAR" | "SBD" | "SCR" | "SDG" | "SEK" | "SGD" | "SHP" | "SLE" | "SOS" | "SRD" | "SSP" | "STN" | "SVC" | "SYP" | "SZL" | "THB" | "TJS" | "TMT" | "TND" | "TOP" | "TRY" | "TTD" | "TWD" | "TZS" | "UAH" | "UGX" | "USD" | "USN" | "UYI" | "UYU" | "UYW" | "UZS" | "VED" | "VES" | "VND" | "VUV" | "WST" | "XAD" | "XAF" | "XCD" | "XCG" | "XOF" | "XPF" | "YER" | "ZAR" | "ZMW" | "ZWG";
        };
        NameBody: {
            /**
             * @description 1 to 50 characters as a person counts them, at most 1000 code points, at least one of them visible
             * @example Summer sale
             */
            name: string;
        };
        CurrencyBody: {
            /**
             * @description ISO 4217
             * @example CZK
             * @enum {string}
             */
            currency: "AED" | "AFN" | "ALL" | "AMD" | "AOA" | "ARS" | "AUD" | "AWG" | "AZN" | "BAM" | "BBD" | "BDT" | "BHD" | "BIF" | "BMD" | "BND" | "BOB" | "BOV" | "BRL" | "BSD" | "BTN" | "BWP" | "BYN" | "BZD" | "CAD" | "CDF" | "CHE" | "CHF" | "CHW" | "CLF" | "CLP" | "CNY" | "COP" | "COU" | "CRC" | "CUP" | "CVE" | "CZK" | "DJF" | "DKK" | "DOP" | "DZD" | "EGP" | "ERN" | "ETB" | "EUR" | "FJD" | "FKP" | "GBP" | "GEL" | "GHS" | "GIP" | "GMD" | "GNF" | "GTQ" | "GYD" | "HKD" | "HNL" | "HTG" | "HUF" | "IDR" | "ILS" | "INR" | "IQD" | "IRR" | "ISK" | "JMD" | "JOD" | "JPY" | "KES" | "KGS" | "KHR" | "KMF" | "KPW" | "KRW" | "KWD" | "KYD" | "KZT" | "LAK" | "LBP" | "LKR" | "LRD" | "LSL" | "LYD" | "MAD" | "MDL" | "MGA" | "MKD" | "MMK" | "MNT" | "MOP" | "MRU" | "MUR" | "MVR" | "MWK" | "MXN" | "MXV" | "MYR" | "MZN" | "NAD" | "NGN" | "NIO" | "NOK" | "NPR" | "NZD" | "OMR" | "PAB" | "PEN" | "PGK" | "PHP" | "PKR" | "PLN" | "PYG" | "QAR" | "RON" | "RSD" | "RUB" | "RWF" | "SAR" | "SBD" | "SCR" | "SDG" | "SEK" | "SGD" | "SHP" | "SLE" | "SOS" | "SRD" | "SSP" | "STN" | "SVC" | "SYP" | "SZL" | "THB" | "TJS" | "TMT" | "TND" | "TOP" | "TRY" | "TTD" | "TWD" | "TZS" | "UAH" | "UGX" | "USD" | "USN" | "UYI" | "UYU" | "UYW" | "UZS" | "VED" | "VES" | "VND" | "VUV" | "WST" | "XAD" | "XAF" | "XCD" | "XCG" | "XOF" | "XPF" | "YER" | "ZAR" | "ZMW" | "ZWG";
            /**
             * Format: int64
             * @description The price in minor units of the new currency, more than 0. Absent: the price keeps its number
             * @example 31000
             */
            amount?: number;
        };
        PriceBody: {
            /**
             * Format: int64
             * @description The price of 1,000 views in minor units of its currency, more than 0
             * @example 1250
             */
            amount: number;
        };
        ScheduleBody: {
            /**
             * @description The time from which the campaign may run; a date means the start of that day
             * @example 2026-03-01T00:00:00.000Z
             */
            start: string | null;
            /**
             * @description The time until which the campaign may run, after the start. A date means the end of that day, and is saved and shown as the moment when the next day begins. Null, as the start must be too: no schedule
             * @example 2126-04-01T00:00:00.000Z
             */
            end: string | null;
            /**
             * @description The time zone of dates; absent: the setting TIME_ZONE
             * @example Europe/Prague
             */
            tz?: string;
        };
        PlacementsBody: {
            /**
             * @description The sections where it may be shown; they replace the earlier ones
             * @example [
             *       "5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b"
             *     ]
             */
            sections: string[];
        };
        PausedBody: {
            /**
             * @description True: pauses the campaign; false: resumes it
             * @example true
             */
            paused: boolean;
        };
        UndoBody: {
            /**
             * Format: int64
             * @description The version to go back to
             * @example 2
             */
            version: number;
        };
        LimitsBody: {
            /**
             * Format: int64
             * @description Impressions in total; null or absent: no limit
             * @example 100000
             */
            impressions?: number | null;
            /**
             * Format: int64
             * @description Impressions in each day of the time zone, at most those in total; null or absent: no limit
             * @example 5000
             */
            perDay?: number | null;
            /**
             * Format: int64
             * @description What may be spent in total, in minor units of the campaign’s currency; null or absent: no limit
             * @example 250000
             */
            budget?: number | null;
            /**
             * @description even: spread over the schedule; asap: as soon as possible
             * @default even
             * @example even
             * @enum {string}
             */
            pacing: "even" | "asap";
            /**
             * @description The time zone of days and of the hours of the targeting; absent: the setting TIME_ZONE
             * @example Europe/Prague
             */
            timeZone?: string;
            /**
             * @description How often one viewer may see the campaign; null or absent: no limit
             * @example {
             *       "views": 3,
             *       "hours": 24,
             *       "unknown": "serve"
             *     }
             */
            viewer?: {
                /**
                 * Format: int64
                 * @description Views in the window
                 * @example 3
                 */
                views: number;
                /**
                 * Format: int64
                 * @description The length of the window
                 * @example 24
                 */
                hours: number;
                /**
                 * @description What a viewer without consent gets: the campaign without this limit, or not at all
                 * @example serve
                 * @enum {string}
                 */
                unknown: "serve" | "skip";
            } | null;
        };
        TargetingBody: {
            /**
             * @description One flag for each hour of the week, from Monday 00:00 in the time zone of the limits; null or absent: at all hours
             * @example null
             */
            hours?: boolean[] | null;
            /**
             * @description Only on these devices; empty or absent: on all
             * @example [
             *       "desktop",
             *       "mobile"
             *     ]
             */
            devices?: ("desktop" | "mobile" | "tablet" | "tv")[];
            /**
             * @description Only viewers with one of these languages, primary tags of BCP 47 in lower case; empty or absent: all
             * @example [
             *       "cs",
             *       "sk"
             *     ]
             */
            languages?: string[];
            /**
             * @description Only viewers in these countries, ISO 3166-1 alpha-2 in upper case; empty or absent: all
             * @example [
             *       "CZ"
             *     ]
             */
            countries?: string[];
        };
        RankBody: {
            /**
             * Format: int64
             * @description Campaigns of tier 1 come before those of tier 2, and so on
             * @default 5
             * @example 5
             */
            tier: number;
            /**
             * Format: int64
             * @description The share of the draw among campaigns of the same tier and price
             * @default 100
             * @example 100
             */
            weight: number;
            /**
             * @description Whom it advertises: two campaigns of one advertiser never meet in a break; null or absent: unknown
             * @example Brewery of Prague
             */
            advertiser?: string | null;
            /**
             * @description Categories and advertisers that must not meet it in a break; compared, and shown, in lower case
             * @example [
             *       "beer"
             *     ]
             */
            exclusions?: string[];
        };
        RenameRow: {
            /**
             * @description The command
             * @example rename
             * @enum {string}
             */
            command: "rename";
            /**
             * Format: uuid
             * @description The campaign
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * Format: int64
             * @description The version that the campaign must have, as in If-Match; absent: any
             * @example 1
             */
            version?: number;
            /**
             * @description 1 to 50 characters as a person counts them, at most 1000 code points, at least one of them visible
             * @example Summer sale
             */
            name: string;
        };
        SetCurrencyRow: {
            /**
             * @description The command
             * @example set-currency
             * @enum {string}
             */
            command: "set-currency";
            /**
             * Format: uuid
             * @description The campaign
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * Format: int64
             * @description The version that the campaign must have, as in If-Match; absent: any
             * @example 1
             */
            version?: number;
            /**
             * @description ISO 4217
             * @example CZK
             * @enum {string}
             */
            currency: "AED" | "AFN" | "ALL" | "AMD" | "AOA" | "ARS" | "AUD" | "AWG" | "AZN" | "BAM" | "BBD" | "BDT" | "BHD" | "BIF" | "BMD" | "BND" | "BOB" | "BOV" | "BRL" | "BSD" | "BTN" | "BWP" | "BYN" | "BZD" | "CAD" | "CDF" | "CHE" | "CHF" | "CHW" | "CLF" | "CLP" | "CNY" | "COP" | "COU" | "CRC" | "CUP" | "CVE" | "CZK" | "DJF" | "DKK" | "DOP" | "DZD" | "EGP" | "ERN" | "ETB" | "EUR" | "FJD" | "FKP" | "GBP" | "GEL" | "GHS" | "GIP" | "GMD" | "GNF" | "GTQ" | "GYD" | "HKD" | "HNL" | "HTG" | "HUF" | "IDR" | "ILS" | "INR" | "IQD" | "IRR" | "ISK" | "JMD" | "JOD" | "JPY" | "KES" | "KGS" | "KHR" | "KMF" | "KPW" | "KRW" | "KWD" | "KYD" | "KZT" | "LAK" | "LBP" | "LKR" | "LRD" | "LSL" | "LYD" | "MAD" | "MDL" | "MGA" | "MKD" | "MMK" | "MNT" | "MOP" | "MRU" | "MUR" | "MVR" | "MWK" | "MXN" | "MXV" | "MYR" | "MZN" | "NAD" | "NGN" | "NIO" | "NOK" | "NPR" | "NZD" | "OMR" | "PAB" | "PEN" | "PGK" | "PHP" | "PKR" | "PLN" | "PYG" | "QAR" | "RON" | "RSD" | "RUB" | "RWF" | "SAR" | "SBD" | "SCR" | "SDG" | "SEK" | "SGD" | "SHP" | "SLE" | "SOS" | "SRD" | "SSP" | "STN" | "SVC" | "SYP" | "SZL" | "THB" | "TJS" | "TMT" | "TND" | "TOP" | "TRY" | "TTD" | "TWD" | "TZS" | "UAH" | "UGX" | "USD" | "USN" | "UYI" | "UYU" | "UYW" | "UZS" | "VED" | "VES" | "VND" | "VUV" | "WST" | "XAD" | "XAF" | "XCD" | "XCG" | "XOF" | "XPF" | "YER" | "ZAR" | "ZMW" | "ZWG";
            /**
             * Format: int64
             * @description The price in minor units of the new currency, more than 0. Absent: the price keeps its number
             * @example 31000
             */
            amount?: number;
        };
        SetPriceRow: {
            /**
             * @description The command
             * @example set-price
             * @enum {string}
             */
            command: "set-price";
            /**
             * Format: uuid
             * @description The campaign
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * Format: int64
             * @description The version that the campaign must have, as in If-Match; absent: any
             * @example 1
             */
            version?: number;
            /**
             * Format: int64
             * @description The price of 1,000 views in minor units of its currency, more than 0
             * @example 1250
             */
            amount: number;
        };
        SetScheduleRow: {
            /**
             * @description The command
             * @example set-schedule
             * @enum {string}
             */
            command: "set-schedule";
            /**
             * Format: uuid
             * @description The campaign
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * Format: int64
             * @description The version that the campaign must have, as in If-Match; absent: any
             * @example 1
             */
            version?: number;
            /**
             * @description The time from which the campaign may run; a date means the start of that day
             * @example 2026-03-01T00:00:00.000Z
             */
            start: string | null;
            /**
             * @description The time until which the campaign may run, after the start. A date means the end of that day, and is saved and shown as the moment when the next day begins. Null, as the start must be too: no schedule
             * @example 2126-04-01T00:00:00.000Z
             */
            end: string | null;
            /**
             * @description The time zone of dates; absent: the setting TIME_ZONE
             * @example Europe/Prague
             */
            tz?: string;
        };
        SetPlacementsRow: {
            /**
             * @description The command
             * @example set-placements
             * @enum {string}
             */
            command: "set-placements";
            /**
             * Format: uuid
             * @description The campaign
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * Format: int64
             * @description The version that the campaign must have, as in If-Match; absent: any
             * @example 1
             */
            version?: number;
            /**
             * @description The sections where it may be shown; they replace the earlier ones
             * @example [
             *       "5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b"
             *     ]
             */
            sections: string[];
        };
        SetLimitsRow: {
            /**
             * @description The command
             * @example set-limits
             * @enum {string}
             */
            command: "set-limits";
            /**
             * Format: uuid
             * @description The campaign
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * Format: int64
             * @description The version that the campaign must have, as in If-Match; absent: any
             * @example 1
             */
            version?: number;
            /**
             * Format: int64
             * @description Impressions in total; null or absent: no limit
             * @example 100000
             */
            impressions?: number | null;
            /**
             * Format: int64
             * @description Impressions in each day of the time zone, at most those in total; null or absent: no limit
             * @example 5000
             */
            perDay?: number | null;
            /**
             * Format: int64
             * @description What may be spent in total, in minor units of the campaign’s currency; null or absent: no limit
             * @example 250000
             */
            budget?: number | null;
            /**
             * @description even: spread over the schedule; asap: as soon as possible
             * @default even
             * @example even
             * @enum {string}
             */
            pacing: "even" | "asap";
            /**
             * @description The time zone of days and of the hours of the targeting; absent: the setting TIME_ZONE
             * @example Europe/Prague
             */
            timeZone?: string;
            /**
             * @description How often one viewer may see the campaign; null or absent: no limit
             * @example {
             *       "views": 3,
             *       "hours": 24,
             *       "unknown": "serve"
             *     }
             */
            viewer?: {
                /**
                 * Format: int64
                 * @description Views in the window
                 * @example 3
                 */
                views: number;
                /**
                 * Format: int64
                 * @description The length of the window
                 * @example 24
                 */
                hours: number;
                /**
                 * @description What a viewer without consent gets: the campaign without this limit, or not at all
                 * @example serve
                 * @enum {string}
                 */
                unknown: "serve" | "skip";
            } | null;
        };
        SetTargetingRow: {
            /**
             * @description The command
             * @example set-targeting
             * @enum {string}
             */
            command: "set-targeting";
            /**
             * Format: uuid
             * @description The campaign
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * Format: int64
             * @description The version that the campaign must have, as in If-Match; absent: any
             * @example 1
             */
            version?: number;
            /**
             * @description One flag for each hour of the week, from Monday 00:00 in the time zone of the limits; null or absent: at all hours
             * @example null
             */
            hours?: boolean[] | null;
            /**
             * @description Only on these devices; empty or absent: on all
             * @example [
             *       "desktop",
             *       "mobile"
             *     ]
             */
            devices?: ("desktop" | "mobile" | "tablet" | "tv")[];
            /**
             * @description Only viewers with one of these languages, primary tags of BCP 47 in lower case; empty or absent: all
             * @example [
             *       "cs",
             *       "sk"
             *     ]
             */
            languages?: string[];
            /**
             * @description Only viewers in these countries, ISO 3166-1 alpha-2 in upper case; empty or absent: all
             * @example [
             *       "CZ"
             *     ]
             */
            countries?: string[];
        };
        SetRankRow: {
            /**
             * @description The command
             * @example set-rank
             * @enum {string}
             */
            command: "set-rank";
            /**
             * Format: uuid
             * @description The campaign
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * Format: int64
             * @description The version that the campaign must have, as in If-Match; absent: any
             * @example 1
             */
            version?: number;
            /**
             * Format: int64
             * @description Campaigns of tier 1 come before those of tier 2, and so on
             * @default 5
             * @example 5
             */
            tier: number;
            /**
             * Format: int64
             * @description The share of the draw among campaigns of the same tier and price
             * @default 100
             * @example 100
             */
            weight: number;
            /**
             * @description Whom it advertises: two campaigns of one advertiser never meet in a break; null or absent: unknown
             * @example Brewery of Prague
             */
            advertiser?: string | null;
            /**
             * @description Categories and advertisers that must not meet it in a break; compared, and shown, in lower case
             * @example [
             *       "beer"
             *     ]
             */
            exclusions?: string[];
        };
        PauseRow: {
            /**
             * @description The command
             * @example pause
             * @enum {string}
             */
            command: "pause";
            /**
             * Format: uuid
             * @description The campaign
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * Format: int64
             * @description The version that the campaign must have, as in If-Match; absent: any
             * @example 1
             */
            version?: number;
        };
        ResumeRow: {
            /**
             * @description The command
             * @example resume
             * @enum {string}
             */
            command: "resume";
            /**
             * Format: uuid
             * @description The campaign
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * Format: int64
             * @description The version that the campaign must have, as in If-Match; absent: any
             * @example 1
             */
            version?: number;
        };
        DeleteRow: {
            /**
             * @description The command
             * @example delete
             * @enum {string}
             */
            command: "delete";
            /**
             * Format: uuid
             * @description The campaign
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /**
             * Format: int64
             * @description The version that the campaign must have, as in If-Match; absent: any
             * @example 1
             */
            version?: number;
        };
        BulkBody: {
            /**
             * @description Each command is executed separately, and those of one campaign in this order. A refusal does not affect the other commands. With an Idempotency-Key, the whole request can be repeated
             * @example [
             *       {
             *         "command": "set-price",
             *         "id": "019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e",
             *         "amount": 1250
             *       },
             *       {
             *         "command": "pause",
             *         "id": "019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e"
             *       }
             *     ]
             */
            commands: (components["schemas"]["RenameRow"] | components["schemas"]["SetCurrencyRow"] | components["schemas"]["SetPriceRow"] | components["schemas"]["SetScheduleRow"] | components["schemas"]["SetPlacementsRow"] | components["schemas"]["SetLimitsRow"] | components["schemas"]["SetTargetingRow"] | components["schemas"]["SetRankRow"] | components["schemas"]["PauseRow"] | components["schemas"]["ResumeRow"] | components["schemas"]["DeleteRow"])[];
        };
        RowOutcomeDocument: {
            /**
             * @description The status that the command would have in a request of its own
             * @example 204
             */
            status: number;
            /**
             * @description The version of the campaign; null if the command was refused
             * @example 2
             */
            version: number | null;
            /**
             * Format: int64
             * @description As Event-Position; null if the command was refused
             * @example 42
             */
            position: number | null;
            /**
             * @description Code, detail and the other fields of a problem document; null if the command succeeded
             * @example null
             */
            problem: {
                [key: string]: unknown;
            } | null;
        };
        BulkDocument: {
            /** @description One outcome for each command, in the same order */
            data: components["schemas"]["RowOutcomeDocument"][];
        };
        CreateCreativeBody: {
            /**
             * Format: uuid
             * @description Chosen by the client
             * @example 019c1354-6f1c-7d2b-a3c4-5e6f7a8b9c0d
             */
            id: string;
            /**
             * Format: uuid
             * @description The campaign that shows it
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            campaignId: string;
            /**
             * @description 1 to 50 characters as a person counts them, at most 1000 code points, at least one of them visible
             * @example Spring sale, 20 s
             */
            name: string;
            /**
             * @description The address that a click opens; null: none
             * @default null
             * @example https://shop.example/spring?from=video
             */
            clickThrough: string | null;
            /**
             * Format: int64
             * @description Its share among the creatives of the campaign: one with 200 is shown twice as often as one with 100
             * @default 100
             * @example 100
             */
            weight: number;
            /**
             * Format: int64
             * @description Seconds until a viewer may skip it; null: never
             * @default null
             * @example 5
             */
            skipAfter: number | null;
            /**
             * @description Its identifier in a registry of ads, which VAST carries; null: none
             * @default null
             * @example {
             *       "idRegistry": "ad-id.org",
             *       "idValue": "CNPA0484000H"
             *     }
             */
            universalAdId: {
                idRegistry: string;
                idValue: string;
            } | null;
            /**
             * @description The address of a third party's VAST, which players fetch and Kronika never does. A creative with a tag has neither media nor clickThrough nor skipAfter; null: it has media
             * @default null
             * @example null
             */
            tag: string | null;
        };
        CreativeNameBody: {
            /**
             * @description 1 to 50 characters as a person counts them, at most 1000 code points, at least one of them visible
             * @example Spring sale, 30 s
             */
            name: string;
        };
        ClickThroughBody: {
            /**
             * @description The address that a click opens; null: none
             * @example https://shop.example/summer
             */
            clickThrough: string | null;
        };
        WeightBody: {
            /**
             * Format: int64
             * @description Its share among the creatives of the campaign: one with 200 is shown twice as often as one with 100
             * @example 100
             */
            weight: number;
        };
        ApprovalBody: {
            /**
             * @description Only an approved creative is shown
             * @example approved
             * @enum {string}
             */
            state: "pending" | "approved" | "rejected";
            /**
             * @description Why, for people; null: no reason is given
             * @default null
             * @example The sound is fine now
             */
            reason: string | null;
        };
        CreatePortfolioBody: {
            /**
             * Format: uuid
             * @description Chosen by the client
             * @example 019c1354-71a8-7b3d-9f10-2c4e6a8b0d1f
             */
            id: string;
            /**
             * @description 1 to 50 characters as a person counts them, at most 1000 code points, at least one of them visible
             * @example idnes.cz
             */
            name: string;
            /**
             * Format: uuid
             * @description The publisher of the website
             * @example 019c1354-7610-7a2c-b4d6-8e0f1a3c5b7d
             */
            publisherId: string;
        };
        PortfolioNameBody: {
            /**
             * @description 1 to 50 characters as a person counts them, at most 1000 code points, at least one of them visible
             * @example iDNES.cz
             */
            name: string;
        };
        UndoPortfolioBody: {
            /**
             * Format: int64
             * @description The version to go back to
             * @example 5
             */
            version: number;
        };
        AddSectionBody: {
            /**
             * Format: uuid
             * @description Chosen by the client, unique among the sections of all portfolios
             * @example 5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b
             */
            id: string;
            /**
             * @description 1 to 50 characters as a person counts them, at most 1000 code points, at least one of them visible
             * @example Technet
             */
            name: string;
            /**
             * Format: uuid
             * @description The parent section, whose last child it becomes; null or absent: a top-level section
             * @example null
             */
            parentId?: string | null;
        };
        SectionNameBody: {
            /**
             * @description 1 to 50 characters as a person counts them, at most 1000 code points, at least one of them visible
             * @example Science
             */
            name: string;
        };
        SectionPlaceBody: {
            /**
             * Format: uuid
             * @description The new parent section; null: a top-level section
             * @example null
             */
            parentId: string | null;
            /**
             * Format: uuid
             * @description The sibling to place it before; null or absent: the last place
             * @example null
             */
            before?: string | null;
        };
        AdRulesBody: {
            /**
             * Format: int64
             * @description Ads in a break; 0: none at all; null or absent: as in the parent section
             * @example 2
             */
            maxAds?: number | null;
            /**
             * Format: int64
             * @description The length of all ads of a break; null or absent: as in the parent section
             * @example 60
             */
            maxSeconds?: number | null;
            /**
             * @description Categories and advertisers that are not shown, besides those that the parent section blocks; compared, and shown, in lower case
             * @example [
             *       "gambling"
             *     ]
             */
            blocked?: string[];
        };
        CreatePublisherBody: {
            /**
             * Format: uuid
             * @description Chosen by the client
             * @example 019c1354-7610-7a2c-b4d6-8e0f1a3c5b7d
             */
            id: string;
            /**
             * @description 1 to 50 characters as a person counts them, at most 1000 code points, at least one of them visible
             * @example MAFRA
             */
            name: string;
        };
        PublisherNameBody: {
            /**
             * @description 1 to 50 characters as a person counts them, at most 1000 code points, at least one of them visible
             * @example MAFRA, a.s.
             */
            name: string;
        };
        ScheduleDocument: {
            /**
             * Format: date-time
             * @example 2026-03-01T00:00:00.000Z
             */
            start: string | null;
            /**
             * Format: date-time
             * @description The first moment at which the campaign no longer runs
             * @example 2026-04-01T00:00:00.000Z
             */
            end: string | null;
        };
        ViewerCapDocument: {
            /** @example 3 */
            views: number;
            /**
             * @description The window in which views are counted
             * @example 24
             */
            hours: number;
            /**
             * @example serve
             * @enum {string}
             */
            unknown: "serve" | "skip";
        };
        LimitsDocument: {
            /**
             * Format: int64
             * @description Impressions in total
             * @example 100000
             */
            impressions: number | null;
            /**
             * Format: int64
             * @description Impressions in each day of the time zone
             * @example 5000
             */
            perDay: number | null;
            /**
             * Format: int64
             * @description In minor units of the currency
             * @example 250000
             */
            budget: number | null;
            /**
             * @example even
             * @enum {string}
             */
            pacing: "even" | "asap";
            /**
             * @description null: the setting TIME_ZONE
             * @example Europe/Prague
             */
            timeZone: string | null;
            viewer: components["schemas"]["ViewerCapDocument"] | null;
        };
        TargetingDocument: {
            /**
             * @description 168 hours of a week from Monday 00:00 in the time zone of the limits; null: at all hours
             * @example null
             */
            hours: boolean[] | null;
            /**
             * @example [
             *       "desktop",
             *       "mobile"
             *     ]
             */
            devices: string[];
            /**
             * @example [
             *       "cs",
             *       "sk"
             *     ]
             */
            languages: string[];
            /**
             * @example [
             *       "CZ"
             *     ]
             */
            countries: string[];
        };
        RankDocument: {
            /**
             * @description 1 comes first
             * @example 5
             */
            tier: number;
            /**
             * @description The share of the draw among equals
             * @example 100
             */
            weight: number;
            /** @example Brewery of Prague */
            advertiser: string | null;
            /**
             * @description Categories and advertisers that must not meet it in a break
             * @example [
             *       "beer"
             *     ]
             */
            exclusions: string[];
        };
        CampaignDocument: {
            /**
             * Format: uuid
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            id: string;
            /** @example Spring sale */
            name: string;
            /**
             * Format: int64
             * @example 42
             */
            userId: number;
            /** @example EUR */
            currency: string;
            /**
             * Format: int64
             * @description Price of 1,000 views, in minor units of the currency
             * @example 1250
             */
            price: number | null;
            /** @description Both null: the campaign has no schedule */
            schedule: components["schemas"]["ScheduleDocument"];
            /**
             * @description Ids of the sections in which the campaign may be shown
             * @example [
             *       "5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b"
             *     ]
             */
            placements: string[];
            /** @example false */
            paused: boolean;
            /**
             * @description Whether the end of the schedule has passed
             * @example false
             */
            ended: boolean;
            /**
             * @description Whether it has delivered what its limits allow in total
             * @example false
             */
            fulfilled: boolean;
            limits: components["schemas"]["LimitsDocument"];
            targeting: components["schemas"]["TargetingDocument"];
            rank: components["schemas"]["RankDocument"];
            /**
             * @description Whether the campaign can run
             * @example true
             */
            runnable: boolean;
            /**
             * @description The reasons why the campaign can not run
             * @example []
             */
            reasons: ("no-schedule" | "no-placement" | "paused" | "ended" | "fulfilled")[];
            /** @example 6 */
            version: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-02-01T10:00:00.000Z
             */
            updatedAt: string;
        };
        CampaignListDocument: {
            data: components["schemas"]["CampaignDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        FieldChangeDocument: {
            /** @example name */
            field: string;
            /** @description The raw value: money in minor units, sections as ids */
            from: string | number | boolean | null | string[];
            to: string | number | boolean | null | string[];
        };
        HistoryRowDocument: {
            /**
             * @description The version of the entity after the event
             * @example 2
             */
            version: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            datetime: string;
            /** @example anonymous */
            actor: string;
            /** @example CampaignNameSet */
            eventType: string;
            /**
             * @description A sentence for people
             * @example Renamed from “Spring sale” to “Summer sale”
             */
            summary: string;
            changes: components["schemas"]["FieldChangeDocument"][];
            /**
             * Format: int64
             * @description The position of the event in the log
             * @example 42
             */
            position: number;
            /**
             * Format: uuid
             * @description The same for all events of one command
             * @example 0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f
             */
            commandId: string;
            /**
             * @description The position of the event that caused this one
             * @example null
             */
            causationId: string | null;
        };
        HistoryDocument: {
            data: components["schemas"]["HistoryRowDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        PlacementDocument: {
            /**
             * Format: uuid
             * @example 5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b
             */
            sectionId: string;
            /**
             * Format: uuid
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            campaignId: string;
            /** @example EUR */
            currency: string;
            /**
             * Format: int64
             * @description Price of 1,000 views, in minor units of the currency
             * @example 1250
             */
            price: number | null;
            /**
             * Format: date-time
             * @example 2026-03-01T00:00:00.000Z
             */
            start: string | null;
            /**
             * Format: date-time
             * @description The first moment at which the campaign no longer runs
             * @example 2026-04-01T00:00:00.000Z
             */
            end: string | null;
        };
        PlacementListDocument: {
            data: components["schemas"]["PlacementDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        NameDocument: {
            /**
             * @example campaign
             * @enum {string}
             */
            type: "campaign" | "creative" | "portfolio" | "section" | "publisher";
            /** @example Spring sale */
            name: string;
            /**
             * @description Whether the entity was deleted; if so, this is its last name
             * @example false
             */
            deleted: boolean;
            /**
             * Format: uuid
             * @description Of a section: the portfolio that it is in
             * @example 019c1354-71a8-7b3d-9f10-2c4e6a8b0d1f
             */
            portfolioId?: string;
            /**
             * @description Of a section: the names from the website down to the section; of a removed one, where it was last
             * @example [
             *       "idnes.cz",
             *       "Technet"
             *     ]
             */
            path?: string[];
        };
        UniversalAdIdDocument: {
            /** @example ad-id.org */
            idRegistry: string;
            /** @example CNPA0484000H */
            idValue: string;
        };
        MediaDocument: {
            /**
             * @description The name of its bytes: `/v1/ads/media/{sha256}` has them
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            sha256: string;
            /**
             * Format: int64
             * @example 126000
             */
            bytes: number;
            /**
             * @example video/mp4
             * @enum {string}
             */
            type: "video/mp4" | "video/webm";
            /**
             * @description In pixels
             * @example 640
             */
            width: number;
            /**
             * @description In pixels
             * @example 360
             */
            height: number;
            /** @example 6000 */
            durationMs: number;
            /**
             * @description The codec parameter string of RFC 6381
             * @example avc1.64001f
             */
            codec: string;
            /**
             * @description In bits a second, of the whole file
             * @example 168000
             */
            bitrate: number;
        };
        ApprovalDocument: {
            /**
             * @example approved
             * @enum {string}
             */
            state: "pending" | "approved" | "rejected";
            /** @example null */
            reason: string | null;
        };
        CreativeDocument: {
            /**
             * Format: uuid
             * @example 019c1354-6f1c-7d2b-a3c4-5e6f7a8b9c0d
             */
            id: string;
            /**
             * Format: uuid
             * @example 019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e
             */
            campaignId: string;
            /** @example Spring sale, 20 s */
            name: string;
            /** @example https://shop.example/spring?from=video */
            clickThrough: string | null;
            /**
             * @description Its share among the creatives of the campaign
             * @example 100
             */
            weight: number;
            /**
             * @description Seconds until a viewer may skip it
             * @example 5
             */
            skipAfter: number | null;
            universalAdId: components["schemas"]["UniversalAdIdDocument"] | null;
            /**
             * @description The address of a third party's VAST
             * @example null
             */
            tag: string | null;
            /** @description Null: there is no video yet */
            media: components["schemas"]["MediaDocument"] | null;
            approval: components["schemas"]["ApprovalDocument"];
            /** @example 3 */
            version: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-02-01T10:00:00.000Z
             */
            updatedAt: string;
        };
        CreativeListDocument: {
            data: components["schemas"]["CreativeDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        PortfolioListRowDocument: {
            /**
             * Format: uuid
             * @example 019c1354-71a8-7b3d-9f10-2c4e6a8b0d1f
             */
            id: string;
            /** @example idnes.cz */
            name: string;
            /**
             * Format: uuid
             * @example 019c1354-7610-7a2c-b4d6-8e0f1a3c5b7d
             */
            publisherId: string;
            /**
             * @description The number of sections
             * @example 2
             */
            sections: number;
            /** @example 3 */
            version: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-02-01T10:00:00.000Z
             */
            updatedAt: string;
        };
        PortfolioListDocument: {
            data: components["schemas"]["PortfolioListRowDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        TreeNodeDocument: {
            /**
             * Format: uuid
             * @example 5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b
             */
            id: string;
            /** @example Technet */
            name: string;
            /** @example [] */
            nodes: components["schemas"]["TreeNodeDocument"][];
        };
        FlatNodeDocument: {
            /** @example Technet */
            name: string;
            /**
             * Format: uuid
             * @example 5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b
             */
            id: string;
            /** @example [] */
            nodes: string[];
        };
        AdRulesDocument: {
            /**
             * @description Ads in a break; 0: none at all; null: not limited here
             * @example 2
             */
            maxAds: number | null;
            /**
             * @description The length of all ads of a break; null: not limited here
             * @example 60
             */
            maxSeconds: number | null;
            /**
             * @description Categories and advertisers that are not shown
             * @example [
             *       "gambling"
             *     ]
             */
            blocked: string[];
        };
        SectionAdRulesDocument: {
            /**
             * Format: uuid
             * @example 5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b
             */
            sectionId: string;
            /** @description What the section sets itself */
            own: components["schemas"]["AdRulesDocument"];
            /** @description What applies in it, with what it inherits */
            effective: components["schemas"]["AdRulesDocument"];
        };
        PortfolioDocument: {
            /**
             * Format: uuid
             * @example 019c1354-71a8-7b3d-9f10-2c4e6a8b0d1f
             */
            id: string;
            /** @example idnes.cz */
            name: string;
            /**
             * Format: uuid
             * @example 019c1354-7610-7a2c-b4d6-8e0f1a3c5b7d
             */
            publisherId: string;
            /**
             * @description The number of sections
             * @example 2
             */
            sections: number;
            /** @example 3 */
            version: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-02-01T10:00:00.000Z
             */
            updatedAt: string;
            /** @description As a tree: the sections at the top, each with those in it. Flat: the website itself, then all sections, depth first */
            nodes: components["schemas"]["TreeNodeDocument"][] | components["schemas"]["FlatNodeDocument"][];
            /** @description The rules for ads of the sections that set some. In all others, those of the nearest section above apply */
            adRules: components["schemas"]["SectionAdRulesDocument"][];
        };
        SectionDocument: {
            /**
             * Format: uuid
             * @example 5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b
             */
            id: string;
            /** @example Technet */
            name: string;
            /**
             * Format: uuid
             * @example 019c1354-71a8-7b3d-9f10-2c4e6a8b0d1f
             */
            portfolioId: string;
            /**
             * @description null: at the top
             * @example null
             */
            parentId: string | null;
            /**
             * @description Ids of its direct children, in their order
             * @example []
             */
            nodes: string[];
            /** @description The rules for ads that it sets itself */
            adRules: components["schemas"]["AdRulesDocument"];
            /** @description The rules for ads that apply in it, with what it inherits */
            effectiveAdRules: components["schemas"]["AdRulesDocument"];
            /**
             * @description The version of the portfolio
             * @example 3
             */
            version: number;
        };
        PublisherDocument: {
            /**
             * Format: uuid
             * @example 019c1354-7610-7a2c-b4d6-8e0f1a3c5b7d
             */
            id: string;
            /** @example Mafra */
            name: string;
            /** @example 1 */
            version: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            updatedAt: string;
        };
        PublisherListDocument: {
            data: components["schemas"]["PublisherDocument"][];
            page: components["schemas"]["PageDocument"];
        };
        IgnoredParameterDocument: {
            /** @example pod */
            parameter: string;
            /** @example is not a whole number above 0 */
            detail: string;
        };
        ChosenAdDocument: {
            /** Format: uuid */
            campaignId: string;
            /** Format: uuid */
            creativeId: string;
            /**
             * @description Its length; 0 if only the third party of its tag knows
             * @example 6
             */
            seconds: number;
        };
        ExplainedReasonDocument: {
            /**
             * @description Stable
             * @example outside-schedule
             */
            code: string;
            /** @example The campaign starts at 2026-12-01T00:00:00.000Z. */
            detail: string;
        };
        ExplainedCandidateDocument: {
            /** Format: uuid */
            campaignId: string;
            /** @example Spring sale */
            name: string | null;
            /**
             * Format: uuid
             * @description The creative that is shown, or would be
             */
            creativeId: string | null;
            /**
             * @description `chosen`: in the answer that was drawn. `possible`: it may be drawn as well. `outranked`: others come first. `refused`: it can not be shown
             * @enum {string}
             */
            outcome: "chosen" | "possible" | "outranked" | "refused";
            reasons: components["schemas"]["ExplainedReasonDocument"][];
        };
        ExplanationDocument: {
            /**
             * Format: date-time
             * @description The time that the request is explained for
             */
            at: string;
            /** @description Why no request gets an ad at the moment; null: it may get one */
            fault: string | null;
            /** @description Parameters that can not be read */
            ignored: components["schemas"]["IgnoredParameterDocument"][];
            /** @description The address to give to a player */
            tag: string;
            /** @description The ads of one answer, drawn as for a request */
            chosen: components["schemas"]["ChosenAdDocument"][];
            /** @description The best first */
            candidates: components["schemas"]["ExplainedCandidateDocument"][];
        };
        SpendDocument: {
            /** @example EUR */
            currency: string;
            /**
             * @description In thousandths of minor units; always exact
             * @example 18000
             */
            thousandths: number;
        };
        DeliveryRowDocument: {
            /**
             * @description The day, with by=day
             * @example 2026-01-31
             */
            day?: string;
            /**
             * @description The moment at which the hour begins, with by=hour
             * @example 2026-01-31T09:00:00Z
             */
            hour?: string;
            /**
             * Format: uuid
             * @description With by=campaign
             */
            campaignId?: string;
            /**
             * @description Its name
             * @example Spring sale
             */
            campaign?: string | null;
            /**
             * Format: uuid
             * @description With by=section
             */
            sectionId?: string;
            /**
             * @description Its name
             * @example Technet
             */
            section?: string | null;
            /**
             * Format: uuid
             * @description Of the section; with by=section
             */
            portfolioId?: string | null;
            /**
             * @description Its name
             * @example idnes.cz
             */
            portfolio?: string | null;
            /**
             * Format: uuid
             * @description With by=creative
             */
            creativeId?: string;
            /**
             * @description Its name
             * @example Spot of 15 s
             */
            creative?: string | null;
            /**
             * @description With by=device
             * @example mobile
             * @enum {string}
             */
            device?: "unknown" | "desktop" | "mobile" | "tablet" | "tv";
            /**
             * Format: int64
             * @description Requests for ads; null where they are not known by group: a request has no campaign, creative or device
             * @example 12
             */
            requests: number | null;
            /**
             * Format: int64
             * @description Ads that were given out; null with by=creative and by=device
             * @example 12
             */
            fills: number | null;
            /**
             * Format: int64
             * @description Views, late ones included
             * @example 12
             */
            impressions: number;
            /**
             * Format: int64
             * @example 12
             */
            viewable: number;
            /**
             * Format: int64
             * @example 12
             */
            starts: number;
            /**
             * Format: int64
             * @example 12
             */
            firstQuartiles: number;
            /**
             * Format: int64
             * @example 12
             */
            midpoints: number;
            /**
             * Format: int64
             * @example 12
             */
            thirdQuartiles: number;
            /**
             * Format: int64
             * @example 12
             */
            completes: number;
            /**
             * Format: int64
             * @example 12
             */
            skips: number;
            /**
             * Format: int64
             * @example 12
             */
            clicks: number;
            /**
             * @description Views with an error by its code of VAST; 0: it had none that can be read
             * @example {
             *       "401": 2
             *     }
             */
            errors: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Views that came after their ad had expired, and are not billed
             * @example 12
             */
            late: number;
            /**
             * Format: int64
             * @description Views of bots, prefetches and flooding networks, which no other number counts
             * @example 12
             */
            invalid: number;
            /**
             * Format: int64
             * @description Views that are billed
             * @example 12
             */
            billed: number;
            /**
             * @description Clicks per view
             * @example 0.75
             */
            clickRate: number | null;
            /**
             * @description Views to the end per view
             * @example 0.75
             */
            completionRate: number | null;
            /**
             * @description Requests with an ad per request
             * @example 0.75
             */
            fillRate: number | null;
            /** @description By currency, since amounts of two do not add up */
            spend: components["schemas"]["SpendDocument"][];
        };
        DeliveryReportDocument: {
            /** @example 2026-01-01T00:00:00.000Z */
            from: string;
            /**
             * @description The end of the span, which it does not include
             * @example 2026-02-01T00:00:00.000Z
             */
            to: string;
            /** @example Europe/Prague */
            timeZone: string;
            /**
             * @description From then on nothing changes any more, because all ads of the span have expired
             * @example 2026-02-01T04:30:00.000Z
             */
            finalAt: string;
            data: components["schemas"]["DeliveryRowDocument"][];
        };
        ReasonRowDocument: {
            /** @example 2026-01-31 */
            day: string;
            /**
             * @description As in /v1/ads/explain
             * @example day-cap
             */
            reason: string;
            /**
             * Format: int64
             * @description How many requests left the campaign out for it
             * @example 12
             */
            times: number;
        };
        ReasonsReportDocument: {
            data: components["schemas"]["ReasonRowDocument"][];
        };
        LimitUseDocument: {
            /**
             * Format: int64
             * @description What may be used in all; null: there is no limit
             * @example 10000
             */
            limit: number | null;
            /**
             * Format: int64
             * @description What was billed
             * @example 4200
             */
            counted: number;
            /**
             * Format: int64
             * @description What is kept for ads that were given out and may still be shown
             * @example 12
             */
            reserved: number;
            /**
             * Format: int64
             * @description What even pacing allows by now; null without a limit, and without even pacing
             * @example 4250
             */
            due: number | null;
        };
        BudgetUseDocument: {
            /**
             * Format: int64
             * @description What may be used in all; null: there is no limit
             * @example 10000
             */
            limit: number | null;
            /**
             * Format: int64
             * @description What was billed
             * @example 4200
             */
            counted: number;
            /**
             * Format: int64
             * @description What is kept for ads that were given out and may still be shown
             * @example 12
             */
            reserved: number;
            /**
             * Format: int64
             * @description What even pacing allows by now; null without a limit, and without even pacing
             * @example 4250
             */
            due: number | null;
            /** @example EUR */
            currency: string;
        };
        CampaignDeliveryDocument: {
            /**
             * @description The moment of these numbers, by the clock of the database
             * @example 2026-01-31T12:00:00.000Z
             */
            at: string;
            /**
             * @description Of the campaign’s days
             * @example Europe/Prague
             */
            timeZone: string;
            /**
             * @description Its present day
             * @example 2026-01-31
             */
            day: string;
            /**
             * @example even
             * @enum {string}
             */
            pacing: "even" | "asap";
            /** @description Views in total */
            total: components["schemas"]["LimitUseDocument"];
            /** @description Views of the present day */
            today: components["schemas"]["LimitUseDocument"];
            /** @description Money in the campaign’s currency, in thousandths of minor units */
            budget: components["schemas"]["BudgetUseDocument"];
            /** @description What was billed in each currency that the campaign has had */
            spend: components["schemas"]["SpendDocument"][];
        };
        ForecastDayDocument: {
            /** @example 2026-02-01 */
            day: string;
            /**
             * Format: int64
             * @description The median of the requests of the same weekday; null if there was none yet
             * @example 1200
             */
            requests: number | null;
            /**
             * Format: int64
             * @description Views that campaigns with even pacing are to show here
             * @example 300
             */
            booked: number;
            /**
             * Format: int64
             * @description What is left for others
             * @example 900
             */
            available: number | null;
            /**
             * @description How many weeks the median is of, at most 4
             * @example 4
             */
            weeks: number;
        };
        ForecastDocument: {
            data: components["schemas"]["ForecastDayDocument"][];
        };
        OrderTotalDocument: {
            /** @example EUR */
            currency: string;
            /**
             * Format: int64
             * @example 3
             */
            orders: number;
            /**
             * Format: int64
             * @description Number of goods
             * @example 5
             */
            goods: number;
            /**
             * Format: int64
             * @description The sum of their quantities
             * @example 12
             */
            units: number;
            /**
             * @description In minor units of the currency; always exact
             * @example 18750
             */
            total: number;
        };
        OrderNumbersDocument: {
            /**
             * Format: int64
             * @example 3
             */
            orders: number;
            /**
             * Format: int64
             * @example 5
             */
            goods: number;
            /** @description One for each currency, because totals of different currencies can not be added */
            totals: components["schemas"]["OrderTotalDocument"][];
        };
        CampaignNumbersDocument: {
            /**
             * Format: int64
             * @example 4
             */
            campaigns: number;
            /**
             * Format: int64
             * @example 3
             */
            runnable: number;
            /**
             * Format: int64
             * @example 1
             */
            notRunnable: number;
            /**
             * @description Number of campaigns that can not run, by reason; a campaign may have several reasons
             * @example {
             *       "no-schedule": 1,
             *       "no-placement": 1,
             *       "paused": 0,
             *       "ended": 0,
             *       "fulfilled": 0
             *     }
             */
            reasons: {
                [key: string]: number;
            };
        };
        CappedCountDocument: {
            /**
             * @description Up to 10,000
             * @example 2
             */
            count: number;
            /**
             * @description Whether there are more
             * @example false
             */
            capped: boolean;
        };
        LogNumbersDocument: {
            /**
             * Format: int64
             * @description The latest position of the log
             * @example 42
             */
            position: number;
            /**
             * Format: int64
             * @description Positions taken in the last 24 hours: events, and the few positions that failed commands left empty
             * @example 42
             */
            lastDay: number;
        };
        AttentionDocument: {
            /**
             * @description A stable code
             * @example campaign.ended
             */
            code: string;
            /**
             * @description A sentence for people
             * @example 1 campaign has ended
             */
            summary: string;
            /**
             * Format: int64
             * @example 1
             */
            count: number;
            /**
             * @description The API path that lists them
             * @example /v1/campaigns?ended=true
             */
            link: string;
        };
        OverviewDocument: {
            orders: components["schemas"]["OrderNumbersDocument"];
            campaigns: components["schemas"]["CampaignNumbersDocument"];
            portfolios: components["schemas"]["CappedCountDocument"];
            publishers: components["schemas"]["CappedCountDocument"];
            /** @description Absent for a principal that is bound to a user */
            log?: components["schemas"]["LogNumbersDocument"];
            /** @description What needs attention; empty: nothing does */
            attention: components["schemas"]["AttentionDocument"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    checkHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusDocument"];
                };
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.body-unexpected";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
        };
    };
    checkReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadinessDocument"];
                };
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.body-unexpected";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full";
                    };
                };
            };
        };
    };
    readMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
        };
    };
    findAbout: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AboutDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    findEvents: {
        parameters: {
            query?: {
                /** @description Only events of this entity: its id, or its stream */
                entityId?: string;
                /** @description Only events of these types */
                eventType?: string[];
                /** @description Only events of commands with this correlation id, and of all that they caused */
                correlationId?: string;
                /** @description Only events after this position */
                after?: number;
                /** @description Only events before this position */
                before?: number;
                /** @description `position`: oldest first; `-position`: newest first */
                sort?: "position" | "-position";
                /** @description Maximum number of events */
                limit?: number;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    findEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The position of the event */
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `event.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "event.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    findTrace: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The position of the event */
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `event.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "event.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    followEvents: {
        parameters: {
            query?: {
                /** @description Only events of this entity: its id, or its stream */
                entityId?: string;
                /** @description Only events of these types */
                eventType?: string[];
                /** @description Start after this position; absent: with the next event */
                after?: number;
                /** @description True: also sends the position of each subscription */
                views?: boolean;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
                /** @description Resume after this event; takes precedence over `after`. Browsers send it when they reconnect */
                "Last-Event-ID"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `stream.too-many` */
            429: {
                headers: {
                    /** @description In seconds, with `stream.too-many` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "stream.too-many";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable`, `stream.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable" | "stream.busy";
                    };
                };
            };
        };
    };
    findSubscriptions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgressListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    findViews: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgressListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    rebuildView: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The name of the view, as in /v1/subscriptions */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; Location is the address of the operation that shows its progress */
            202: {
                headers: {
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `view.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.not-found";
                    };
                };
            };
            /** @description `idempotency.in-progress` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.in-progress";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "server.busy";
                    };
                };
            };
        };
    };
    rollBackView: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The name of the view, as in /v1/subscriptions */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; Location is the address of the operation that shows its progress */
            202: {
                headers: {
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `view.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.not-found";
                    };
                };
            };
            /** @description `idempotency.in-progress` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.in-progress";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "server.busy";
                    };
                };
            };
        };
    };
    verifyView: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The name of the view, as in /v1/subscriptions */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; Location is the address of the operation that shows its progress */
            202: {
                headers: {
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `view.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.not-found";
                    };
                };
            };
            /** @description `idempotency.in-progress` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.in-progress";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "server.busy";
                    };
                };
            };
        };
    };
    findOperations: {
        parameters: {
            query?: {
                /** @description Only operations on this view */
                view?: string;
                /** @description Only operations in this state */
                state?: "waiting" | "running" | "done" | "failed";
                /** @description Maximum number of operations */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    findOperation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The id, as in the Location of the command that started it */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `operation.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "operation.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    findQuarantinedStreams: {
        parameters: {
            query?: {
                /** @description Only entries with a greater id */
                after?: number;
                /** @description Maximum number of entries */
                limit?: number;
                /** @description Only entries of this subscription, named as in /v1/subscriptions */
                subscription?: string;
                /** @description Only entries in this state */
                state?: "parked" | "released" | "skipped";
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    findQuarantinedStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The id, as in the list */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `quarantine.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "quarantine.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    retryQuarantinedStream: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as in the list */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; Location is the address of the operation that shows its progress */
            202: {
                headers: {
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `quarantine.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "quarantine.not-found";
                    };
                };
            };
            /** @description `idempotency.in-progress` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.in-progress";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `quarantine.ended`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "quarantine.ended" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "server.busy";
                    };
                };
            };
        };
    };
    skipQuarantinedEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as in the list */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkipBody"];
            };
        };
        responses: {
            /** @description Accepted; Location is the address of the operation that shows its progress */
            202: {
                headers: {
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `quarantine.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "quarantine.not-found";
                    };
                };
            };
            /** @description `idempotency.in-progress` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.in-progress";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `quarantine.ended`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "quarantine.ended" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "server.busy";
                    };
                };
            };
        };
    };
    findTimers: {
        parameters: {
            query?: {
                /** @description Only entries with a greater id */
                after?: number;
                /** @description Maximum number of entries */
                limit?: number;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimerListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    cancelTimer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as in the list */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `timer.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "timer.not-found";
                    };
                };
            };
            /** @description `idempotency.in-progress` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.in-progress";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full";
                    };
                };
            };
        };
    };
    findSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    beginSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginSessionBody"];
            };
        };
        responses: {
            /** @description Signed in */
            204: {
                headers: {
                    /** @description The session */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `access.too-many-failures` */
            429: {
                headers: {
                    /** @description In seconds, with `access.too-many-failures` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.too-many-failures";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "server.busy";
                    };
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out, or the request had no session */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable";
                    };
                };
            };
        };
    };
    endSessions: {
        parameters: {
            query?: {
                /** @description The actor; absent: your own. Another one is for admins only */
                actor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable";
                    };
                };
            };
        };
    };
    findKeys: {
        parameters: {
            query?: {
                /** @description Maximum number of keys */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKeyBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The path of the key */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKeyDocument"];
                };
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `key.not-in-use` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "key.not-in-use";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "server.busy";
                    };
                };
            };
        };
    };
    findKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The id of the key, as in the list */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `key.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "key.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the key, as in the list */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked now, or before */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `key.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "key.not-found";
                    };
                };
            };
            /** @description `key.last-admin` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "key.last-admin";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable";
                    };
                };
            };
        };
    };
    findAudit: {
        parameters: {
            query?: {
                /** @description Of this actor */
                actor?: string;
                /** @description With this outcome */
                outcome?: "done" | "refused" | "signed-in" | "sign-in-failed";
                /** @description At or after this */
                from?: string;
                /** @description At or before this */
                to?: string;
                /** @description The time zone of dates; absent: the setting TIME_ZONE */
                tz?: string;
                /** @description Maximum number of entries */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    eraseUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description As `userId` of orders and campaigns */
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `erasure.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "erasure.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    createOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description Always leads to 412, since what is yet to be created has no version; `*` asks for nothing */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOrderBody"];
                "application/x-www-form-urlencoded": components["schemas"]["CreateOrderBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `order.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "order.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    findOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
                /** @description Known ETags, such as `"1.42"`, or `*`; a response that still has one of them is a 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id, as in the Location of the create command and in lists */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderWithGoodsDocument"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `order.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "order.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    changeOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as in the Location of the create command and in lists */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeOrderBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `order.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "order.not-found";
                    };
                };
            };
            /** @description `order.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "order.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `order.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "order.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    deleteOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as in the Location of the create command and in lists */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `order.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "order.not-found";
                    };
                };
            };
            /** @description `order.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "order.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `order.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "order.version-mismatch";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable";
                    };
                };
            };
        };
    };
    addGoods: {
        parameters: {
            query?: never;
            header?: {
                /** @description Always leads to 412, since what is yet to be created has no version; `*` asks for nothing */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddGoodsBody"];
                "application/x-www-form-urlencoded": components["schemas"]["AddGoodsBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `goods.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "goods.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `goods.order-not-found`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "goods.order-not-found" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    findGoods: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
                /** @description Known ETags, such as `"1.42"`, or `*`; a response that still has one of them is a 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id, as in the Location of the create command and in lists */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoodsDocument"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `goods.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "goods.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    changeGoods: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as in the Location of the create command and in lists */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeGoodsBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `goods.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "goods.not-found";
                    };
                };
            };
            /** @description `goods.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "goods.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `goods.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "goods.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `goods.order-not-found`, `goods.currency-mismatch`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "goods.order-not-found" | "goods.currency-mismatch" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    deleteGoods: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as in the Location of the create command and in lists */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `goods.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "goods.not-found";
                    };
                };
            };
            /** @description `goods.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "goods.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `goods.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "goods.version-mismatch";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable";
                    };
                };
            };
        };
    };
    findOrders: {
        parameters: {
            query?: {
                /** @description More than this number of goods */
                threshold?: number;
                /** @description At least this number of goods */
                min_goods?: number;
                /** @description At most this number of goods */
                max_goods?: number;
                /** @description At least this total, in minor units of any currency; give currency as well to compare amounts of one */
                min_total?: number;
                /** @description At most this total, in minor units of any currency; give currency as well to compare amounts of one */
                max_total?: number;
                /** @description Of this user */
                user_id?: number;
                /** @description With goods of this SKU, ignoring case and white space at its ends */
                sku?: string;
                /** @description In this currency; a withdrawn currency finds the orders from before its withdrawal */
                currency?: "AED" | "AFN" | "ALL" | "AMD" | "AOA" | "ARS" | "AUD" | "AWG" | "AZN" | "BAM" | "BBD" | "BDT" | "BHD" | "BIF" | "BMD" | "BND" | "BOB" | "BOV" | "BRL" | "BSD" | "BTN" | "BWP" | "BYN" | "BZD" | "CAD" | "CDF" | "CHE" | "CHF" | "CHW" | "CLF" | "CLP" | "CNY" | "COP" | "COU" | "CRC" | "CUP" | "CVE" | "CZK" | "DJF" | "DKK" | "DOP" | "DZD" | "EGP" | "ERN" | "ETB" | "EUR" | "FJD" | "FKP" | "GBP" | "GEL" | "GHS" | "GIP" | "GMD" | "GNF" | "GTQ" | "GYD" | "HKD" | "HNL" | "HTG" | "HUF" | "IDR" | "ILS" | "INR" | "IQD" | "IRR" | "ISK" | "JMD" | "JOD" | "JPY" | "KES" | "KGS" | "KHR" | "KMF" | "KPW" | "KRW" | "KWD" | "KYD" | "KZT" | "LAK" | "LBP" | "LKR" | "LRD" | "LSL" | "LYD" | "MAD" | "MDL" | "MGA" | "MKD" | "MMK" | "MNT" | "MOP" | "MRU" | "MUR" | "MVR" | "MWK" | "MXN" | "MXV" | "MYR" | "MZN" | "NAD" | "NGN" | "NIO" | "NOK" | "NPR" | "NZD" | "OMR" | "PAB" | "PEN" | "PGK" | "PHP" | "PKR" | "PLN" | "PYG" | "QAR" | "RON" | "RSD" | "RUB" | "RWF" | "SAR" | "SBD" | "SCR" | "SDG" | "SEK" | "SGD" | "SHP" | "SLE" | "SOS" | "SRD" | "SSP" | "STN" | "SVC" | "SYP" | "SZL" | "THB" | "TJS" | "TMT" | "TND" | "TOP" | "TRY" | "TTD" | "TWD" | "TZS" | "UAH" | "UGX" | "USD" | "USN" | "UYI" | "UYU" | "UYW" | "UZS" | "VED" | "VES" | "VND" | "VUV" | "WST" | "XAD" | "XAF" | "XCD" | "XCG" | "XOF" | "XPF" | "YER" | "ZAR" | "ZMW" | "ZWG" | "ANG" | "BGN" | "CUC" | "HRK" | "SLL" | "ZWL" | "XAG" | "XAU" | "XBA" | "XBB" | "XBC" | "XBD" | "XDR" | "XPD" | "XPT" | "XSU" | "XTS" | "XUA" | "XXX";
                /** @description Created then or later; a date means from the start of that day */
                created_from?: string;
                /** @description Created then or earlier; a date means to the end of that day */
                created_to?: string;
                /** @description The time zone of dates; absent: the setting TIME_ZONE */
                tz?: string;
                /** @description The sort, with - for descending; equal rows are in the order of their ids. Totals of several currencies are sorted by their numbers of minor units */
                sort?: "id" | "-id" | "created_at" | "-created_at" | "goods_count" | "-goods_count" | "total" | "-total";
                /** @description Maximum number of orders */
                limit?: number;
                /** @description Number of orders to skip. For more, follow next_cursor, which is as fast on every page */
                offset?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
                /** @description True: `page.count` is the number of rows on all pages. It is exact up to 10,000; `page.count_capped` says whether there are more */
                count?: boolean;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    exportOrders: {
        parameters: {
            query?: {
                /** @description More than this number of goods */
                threshold?: number;
                /** @description At least this number of goods */
                min_goods?: number;
                /** @description At most this number of goods */
                max_goods?: number;
                /** @description At least this total, in minor units of any currency; give currency as well to compare amounts of one */
                min_total?: number;
                /** @description At most this total, in minor units of any currency; give currency as well to compare amounts of one */
                max_total?: number;
                /** @description Of this user */
                user_id?: number;
                /** @description With goods of this SKU, ignoring case and white space at its ends */
                sku?: string;
                /** @description In this currency; a withdrawn currency finds the orders from before its withdrawal */
                currency?: "AED" | "AFN" | "ALL" | "AMD" | "AOA" | "ARS" | "AUD" | "AWG" | "AZN" | "BAM" | "BBD" | "BDT" | "BHD" | "BIF" | "BMD" | "BND" | "BOB" | "BOV" | "BRL" | "BSD" | "BTN" | "BWP" | "BYN" | "BZD" | "CAD" | "CDF" | "CHE" | "CHF" | "CHW" | "CLF" | "CLP" | "CNY" | "COP" | "COU" | "CRC" | "CUP" | "CVE" | "CZK" | "DJF" | "DKK" | "DOP" | "DZD" | "EGP" | "ERN" | "ETB" | "EUR" | "FJD" | "FKP" | "GBP" | "GEL" | "GHS" | "GIP" | "GMD" | "GNF" | "GTQ" | "GYD" | "HKD" | "HNL" | "HTG" | "HUF" | "IDR" | "ILS" | "INR" | "IQD" | "IRR" | "ISK" | "JMD" | "JOD" | "JPY" | "KES" | "KGS" | "KHR" | "KMF" | "KPW" | "KRW" | "KWD" | "KYD" | "KZT" | "LAK" | "LBP" | "LKR" | "LRD" | "LSL" | "LYD" | "MAD" | "MDL" | "MGA" | "MKD" | "MMK" | "MNT" | "MOP" | "MRU" | "MUR" | "MVR" | "MWK" | "MXN" | "MXV" | "MYR" | "MZN" | "NAD" | "NGN" | "NIO" | "NOK" | "NPR" | "NZD" | "OMR" | "PAB" | "PEN" | "PGK" | "PHP" | "PKR" | "PLN" | "PYG" | "QAR" | "RON" | "RSD" | "RUB" | "RWF" | "SAR" | "SBD" | "SCR" | "SDG" | "SEK" | "SGD" | "SHP" | "SLE" | "SOS" | "SRD" | "SSP" | "STN" | "SVC" | "SYP" | "SZL" | "THB" | "TJS" | "TMT" | "TND" | "TOP" | "TRY" | "TTD" | "TWD" | "TZS" | "UAH" | "UGX" | "USD" | "USN" | "UYI" | "UYU" | "UYW" | "UZS" | "VED" | "VES" | "VND" | "VUV" | "WST" | "XAD" | "XAF" | "XCD" | "XCG" | "XOF" | "XPF" | "YER" | "ZAR" | "ZMW" | "ZWG" | "ANG" | "BGN" | "CUC" | "HRK" | "SLL" | "ZWL" | "XAG" | "XAU" | "XBA" | "XBB" | "XBC" | "XBD" | "XDR" | "XPD" | "XPT" | "XSU" | "XTS" | "XUA" | "XXX";
                /** @description Created then or later; a date means from the start of that day */
                created_from?: string;
                /** @description Created then or earlier; a date means to the end of that day */
                created_to?: string;
                /** @description The time zone of dates; absent: the setting TIME_ZONE */
                tz?: string;
                /** @description The sort, with - for descending; equal rows are in the order of their ids */
                sort?: "id" | "-id" | "created_at" | "-created_at" | "goods_count" | "-goods_count" | "total" | "-total";
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `export.too-many` */
            429: {
                headers: {
                    /** @description In seconds, with `export.too-many` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "export.too-many";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable`, `export.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable" | "export.busy";
                    };
                };
            };
        };
    };
    summariseOrders: {
        parameters: {
            query: {
                /** @description More than this number of goods */
                threshold?: number;
                /** @description At least this number of goods */
                min_goods?: number;
                /** @description At most this number of goods */
                max_goods?: number;
                /** @description At least this total, in minor units of any currency; give currency as well to compare amounts of one */
                min_total?: number;
                /** @description At most this total, in minor units of any currency; give currency as well to compare amounts of one */
                max_total?: number;
                /** @description Of this user */
                user_id?: number;
                /** @description With goods of this SKU, ignoring case and white space at its ends */
                sku?: string;
                /** @description In this currency; a withdrawn currency finds the orders from before its withdrawal */
                currency?: "AED" | "AFN" | "ALL" | "AMD" | "AOA" | "ARS" | "AUD" | "AWG" | "AZN" | "BAM" | "BBD" | "BDT" | "BHD" | "BIF" | "BMD" | "BND" | "BOB" | "BOV" | "BRL" | "BSD" | "BTN" | "BWP" | "BYN" | "BZD" | "CAD" | "CDF" | "CHE" | "CHF" | "CHW" | "CLF" | "CLP" | "CNY" | "COP" | "COU" | "CRC" | "CUP" | "CVE" | "CZK" | "DJF" | "DKK" | "DOP" | "DZD" | "EGP" | "ERN" | "ETB" | "EUR" | "FJD" | "FKP" | "GBP" | "GEL" | "GHS" | "GIP" | "GMD" | "GNF" | "GTQ" | "GYD" | "HKD" | "HNL" | "HTG" | "HUF" | "IDR" | "ILS" | "INR" | "IQD" | "IRR" | "ISK" | "JMD" | "JOD" | "JPY" | "KES" | "KGS" | "KHR" | "KMF" | "KPW" | "KRW" | "KWD" | "KYD" | "KZT" | "LAK" | "LBP" | "LKR" | "LRD" | "LSL" | "LYD" | "MAD" | "MDL" | "MGA" | "MKD" | "MMK" | "MNT" | "MOP" | "MRU" | "MUR" | "MVR" | "MWK" | "MXN" | "MXV" | "MYR" | "MZN" | "NAD" | "NGN" | "NIO" | "NOK" | "NPR" | "NZD" | "OMR" | "PAB" | "PEN" | "PGK" | "PHP" | "PKR" | "PLN" | "PYG" | "QAR" | "RON" | "RSD" | "RUB" | "RWF" | "SAR" | "SBD" | "SCR" | "SDG" | "SEK" | "SGD" | "SHP" | "SLE" | "SOS" | "SRD" | "SSP" | "STN" | "SVC" | "SYP" | "SZL" | "THB" | "TJS" | "TMT" | "TND" | "TOP" | "TRY" | "TTD" | "TWD" | "TZS" | "UAH" | "UGX" | "USD" | "USN" | "UYI" | "UYU" | "UYW" | "UZS" | "VED" | "VES" | "VND" | "VUV" | "WST" | "XAD" | "XAF" | "XCD" | "XCG" | "XOF" | "XPF" | "YER" | "ZAR" | "ZMW" | "ZWG" | "ANG" | "BGN" | "CUC" | "HRK" | "SLL" | "ZWL" | "XAG" | "XAU" | "XBA" | "XBB" | "XBC" | "XBD" | "XDR" | "XPD" | "XPT" | "XSU" | "XTS" | "XUA" | "XXX";
                /** @description Created then or later; a date means from the start of that day */
                created_from?: string;
                /** @description Created then or earlier; a date means to the end of that day */
                created_to?: string;
                /** @description The time zone of dates; absent: the setting TIME_ZONE */
                tz?: string;
                /** @description The grouping; `none`: all orders together. Hours, days and months are those of the time zone. Groups are split by currency, because totals of different currencies can not be added */
                by: "none" | "hour" | "day" | "month" | "user" | "goods_count";
                /** @description The sort of the groups, with - for descending: by the group itself, by its number of orders in all currencies, or by its greatest total in one currency. Absent: the newest hours, days or months first, the users with the most orders, or the fewest goods */
                sort?: "hour" | "-hour" | "day" | "-day" | "month" | "-month" | "user_id" | "-user_id" | "goods_count" | "-goods_count" | "orders" | "-orders" | "total" | "-total";
                /** @description Maximum number of groups; all currencies of a group are on one page */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
                /** @description True: `page.count` is the number of rows on all pages. It is exact up to 10,000; `page.count_capped` says whether there are more */
                count?: boolean;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    findOrderInHistory: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
                /** @description Known ETags, such as `"1.42"`, or `*`; a response that still has one of them is a 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id, as in the Location of the create command and in lists */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderWithGoodsDocument"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `order.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "order.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    findOrderChanges: {
        parameters: {
            query?: {
                /** @description position: oldest first; -position: latest first */
                sort?: "position" | "-position";
                /** @description Maximum number of events */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The id, as in the Location of the create command and in lists */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderChangeListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `order.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "order.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "event.unknown" | "event.unreadable" | "database.unavailable";
                    };
                };
            };
        };
    };
    findCampaigns: {
        parameters: {
            query?: {
                /** @description Maximum number of rows */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
                /** @description True: `page.count` is the number of rows on all pages. It is exact up to 10,000; `page.count_capped` says whether there are more */
                count?: boolean;
                /** @description Only campaigns of this user */
                userId?: number;
                /** @description Only campaigns that can run (true), or that can not (false) */
                runnable?: boolean;
                /** @description Only campaigns that are paused (true), or that are not (false) */
                paused?: boolean;
                /** @description Only campaigns whose schedule is over (true), or is not (false) */
                ended?: boolean;
                /** @description Only campaigns that can not run for this reason, among others */
                reason?: "no-schedule" | "no-placement" | "paused" | "ended" | "fulfilled";
                /** @description Only campaigns with prices in this currency */
                currency?: "AED" | "AFN" | "ALL" | "AMD" | "AOA" | "ARS" | "AUD" | "AWG" | "AZN" | "BAM" | "BBD" | "BDT" | "BHD" | "BIF" | "BMD" | "BND" | "BOB" | "BOV" | "BRL" | "BSD" | "BTN" | "BWP" | "BYN" | "BZD" | "CAD" | "CDF" | "CHE" | "CHF" | "CHW" | "CLF" | "CLP" | "CNY" | "COP" | "COU" | "CRC" | "CUP" | "CVE" | "CZK" | "DJF" | "DKK" | "DOP" | "DZD" | "EGP" | "ERN" | "ETB" | "EUR" | "FJD" | "FKP" | "GBP" | "GEL" | "GHS" | "GIP" | "GMD" | "GNF" | "GTQ" | "GYD" | "HKD" | "HNL" | "HTG" | "HUF" | "IDR" | "ILS" | "INR" | "IQD" | "IRR" | "ISK" | "JMD" | "JOD" | "JPY" | "KES" | "KGS" | "KHR" | "KMF" | "KPW" | "KRW" | "KWD" | "KYD" | "KZT" | "LAK" | "LBP" | "LKR" | "LRD" | "LSL" | "LYD" | "MAD" | "MDL" | "MGA" | "MKD" | "MMK" | "MNT" | "MOP" | "MRU" | "MUR" | "MVR" | "MWK" | "MXN" | "MXV" | "MYR" | "MZN" | "NAD" | "NGN" | "NIO" | "NOK" | "NPR" | "NZD" | "OMR" | "PAB" | "PEN" | "PGK" | "PHP" | "PKR" | "PLN" | "PYG" | "QAR" | "RON" | "RSD" | "RUB" | "RWF" | "SAR" | "SBD" | "SCR" | "SDG" | "SEK" | "SGD" | "SHP" | "SLE" | "SOS" | "SRD" | "SSP" | "STN" | "SVC" | "SYP" | "SZL" | "THB" | "TJS" | "TMT" | "TND" | "TOP" | "TRY" | "TTD" | "TWD" | "TZS" | "UAH" | "UGX" | "USD" | "USN" | "UYI" | "UYU" | "UYW" | "UZS" | "VED" | "VES" | "VND" | "VUV" | "WST" | "XAD" | "XAF" | "XCD" | "XCG" | "XOF" | "XPF" | "YER" | "ZAR" | "ZMW" | "ZWG" | "ANG" | "BGN" | "CUC" | "HRK" | "SLL" | "ZWL" | "XAG" | "XAU" | "XBA" | "XBB" | "XBC" | "XBD" | "XDR" | "XPD" | "XPT" | "XSU" | "XTS" | "XUA" | "XXX";
                /** @description Only campaigns that are placed in exactly this section, whether they can run or not; see `below` */
                sectionId?: string;
                /** @description With `sectionId`: true finds campaigns in the sections below it as well, those that would leave if it was removed */
                below?: boolean;
                /** @description Only campaigns that are placed in a section of this portfolio */
                portfolioId?: string;
                /** @description Only campaigns that are placed on a website of this publisher */
                publisherId?: string;
                /** @description Only these campaigns */
                ids?: string[];
                /** @description Part of the name; case and the encoding of accents do not matter */
                q?: string;
                /** @description The sort, with - for descending; equal rows are in the order of their ids. Prices in several currencies are sorted by their numbers of minor units, a campaign without one as 0. A campaign without a schedule is the last to start and to end */
                sort?: "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "price" | "-price" | "start" | "-start" | "end" | "-end" | "runnable" | "-runnable";
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    createCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Always leads to 412, since what is yet to be created has no version; `*` asks for nothing */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCampaignBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.deleted`, `campaign.id-taken`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "campaign.id-taken" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `campaign.name-empty`, `campaign.name-too-long`, `campaign.name-with-control-characters`, `campaign.currency-unknown`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.name-empty" | "campaign.name-too-long" | "campaign.name-with-control-characters" | "campaign.currency-unknown" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    renameCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NameBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `campaign.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `campaign.name-empty`, `campaign.name-too-long`, `campaign.name-with-control-characters`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.name-empty" | "campaign.name-too-long" | "campaign.name-with-control-characters" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    setCampaignCurrency: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CurrencyBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `campaign.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `campaign.currency-unknown`, `campaign.price-not-positive`, `campaign.currency-with-budget`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.currency-unknown" | "campaign.price-not-positive" | "campaign.currency-with-budget" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    setCampaignPrice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `campaign.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `campaign.price-not-positive`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.price-not-positive" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    setCampaignSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `campaign.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `campaign.schedule-incomplete`, `campaign.end-not-after-start`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.schedule-incomplete" | "campaign.end-not-after-start" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    setCampaignPlacements: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlacementsBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `campaign.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `campaign.section-not-found`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.section-not-found" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    setCampaignPaused: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PausedBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `campaign.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    undoCampaignChanges: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.not-found`, `campaign.version-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found" | "campaign.version-not-found";
                    };
                };
            };
            /** @description `campaign.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `campaign.version-without-price`, `campaign.currency-unknown`, `campaign.currency-with-budget`, `campaign.section-not-found`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-without-price" | "campaign.currency-unknown" | "campaign.currency-with-budget" | "campaign.section-not-found" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    findCampaign: {
        parameters: {
            query?: {
                /** @description The state at this version */
                version?: number;
                /** @description The state at this moment, or at the end of this day; not together with version */
                at?: string;
                /** @description The time zone of a date in at; absent: the setting TIME_ZONE */
                tz?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
                /** @description Known ETags, such as `"1.42"`, or `*`; a response that still has one of them is a 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignDocument"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `campaign.not-found`, `campaign.version-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found" | "campaign.version-not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `event.unknown`, `event.unreadable`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "event.unknown" | "event.unreadable" | "database.unavailable";
                    };
                };
            };
        };
    };
    deleteCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `campaign.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable";
                    };
                };
            };
        };
    };
    setCampaignLimits: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LimitsBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `campaign.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `campaign.per-day-over-impressions`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.per-day-over-impressions" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    setCampaignTargeting: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TargetingBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `campaign.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `campaign.hours-empty`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.hours-empty" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    setCampaignRank: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RankBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `campaign.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `campaign.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    executeCampaignCommands: {
        parameters: {
            query?: never;
            header?: {
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkBody"];
            };
        };
        responses: {
            /** @description Done, as far as the body says */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkDocument"];
                };
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    findCreatives: {
        parameters: {
            query?: {
                /** @description Maximum number of rows */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
                /** @description True: `page.count` is the number of rows on all pages. It is exact up to 10,000; `page.count_capped` says whether there are more */
                count?: boolean;
                /** @description Only creatives of this campaign */
                campaignId?: string;
                /** @description Only creatives whose approval has this state */
                state?: "pending" | "approved" | "rejected";
                /** @description Only creatives that have something to show (true), a video or a tag, or that have not (false) */
                complete?: boolean;
                /** @description Part of the name; case and the encoding of accents do not matter */
                q?: string;
                /** @description The sort, with - for descending; equal rows are in the order of their ids */
                sort?: "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreativeListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    createCreative: {
        parameters: {
            query?: never;
            header?: {
                /** @description Always leads to 412, since what is yet to be created has no version; `*` asks for nothing */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCreativeBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `creative.deleted`, `creative.id-taken`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.deleted" | "creative.id-taken" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `creative.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `creative.name-empty`, `creative.name-too-long`, `creative.name-with-control-characters`, `creative.click-through-malformed`, `creative.click-through-with-credentials`, `creative.tag-with-click-through`, `creative.campaign-not-found`, `creative.tag-malformed`, `creative.tag-with-credentials`, `creative.tag-not-public`, `creative.tag-with-skip-after`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.name-empty" | "creative.name-too-long" | "creative.name-with-control-characters" | "creative.click-through-malformed" | "creative.click-through-with-credentials" | "creative.tag-with-click-through" | "creative.campaign-not-found" | "creative.tag-malformed" | "creative.tag-with-credentials" | "creative.tag-not-public" | "creative.tag-with-skip-after" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    renameCreative: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the creative */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreativeNameBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `creative.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.not-found";
                    };
                };
            };
            /** @description `creative.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `creative.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `creative.name-empty`, `creative.name-too-long`, `creative.name-with-control-characters`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.name-empty" | "creative.name-too-long" | "creative.name-with-control-characters" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    setCreativeClickThrough: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the creative */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClickThroughBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `creative.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.not-found";
                    };
                };
            };
            /** @description `creative.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `creative.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `creative.click-through-malformed`, `creative.click-through-with-credentials`, `creative.tag-with-click-through`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.click-through-malformed" | "creative.click-through-with-credentials" | "creative.tag-with-click-through" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    setCreativeWeight: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the creative */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WeightBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `creative.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.not-found";
                    };
                };
            };
            /** @description `creative.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `creative.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    setCreativeApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the creative */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApprovalBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `creative.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.not-found";
                    };
                };
            };
            /** @description `creative.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `creative.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `creative.without-media`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.without-media" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    undoCreativeChanges: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the creative */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `creative.not-found`, `creative.version-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.not-found" | "creative.version-not-found";
                    };
                };
            };
            /** @description `creative.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `creative.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `creative.version-without-media`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.version-without-media" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    findCreative: {
        parameters: {
            query?: {
                /** @description The state at this version */
                version?: number;
                /** @description The state at this moment, or at the end of this day; not together with version */
                at?: string;
                /** @description The time zone of a date in at; absent: the setting TIME_ZONE */
                tz?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
                /** @description Known ETags, such as `"1.42"`, or `*`; a response that still has one of them is a 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the creative */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreativeDocument"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `creative.not-found`, `creative.version-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.not-found" | "creative.version-not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `event.unknown`, `event.unreadable`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "event.unknown" | "event.unreadable" | "database.unavailable";
                    };
                };
            };
        };
    };
    deleteCreative: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the creative */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `creative.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.not-found";
                    };
                };
            };
            /** @description `creative.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `creative.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.version-mismatch";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable";
                    };
                };
            };
        };
    };
    uploadCreativeMedia: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the creative */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "video/mp4": unknown;
                "video/webm": unknown;
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `creative.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.not-found";
                    };
                };
            };
            /** @description `creative.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `creative.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `creative.tag-with-media`, `media.empty`, `media.unreadable`, `media.truncated`, `media.codec-unsupported`, `media.without-duration`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.tag-with-media" | "media.empty" | "media.unreadable" | "media.truncated" | "media.codec-unsupported" | "media.without-duration" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `upload.too-many` */
            429: {
                headers: {
                    /** @description In seconds, with `upload.too-many` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "upload.too-many";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `server.disk-full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `server.disk-full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "server.disk-full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    findMedia: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The SHA-256 of the file, from the `media` of a creative */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Found
             *
             *     The whole file
             */
            200: {
                headers: {
                    /** @description The SHA-256, in quotes */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": unknown;
                    "video/webm": unknown;
                };
            };
            /** @description The part that `Range` names */
            206: {
                headers: {
                    /** @description The SHA-256, in quotes */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": unknown;
                    "video/webm": unknown;
                };
            };
            /** @description The file that `If-None-Match` names */
            304: {
                headers: {
                    /** @description The SHA-256, in quotes */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.invalid`, `request.malformed` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.invalid" | "request.malformed";
                    };
                };
            };
            /** @description `media.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "media.not-found";
                    };
                };
            };
            /** @description `follower.origin-only` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "follower.origin-only";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.range-not-satisfiable` */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.range-not-satisfiable";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `server.disk-full` */
            503: {
                headers: {
                    /** @description In seconds, with `server.disk-full` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "server.disk-full";
                    };
                };
            };
        };
    };
    findPortfolios: {
        parameters: {
            query?: {
                /** @description Maximum number of rows */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
                /** @description True: `page.count` is the number of rows on all pages. It is exact up to 10,000; `page.count_capped` says whether there are more */
                count?: boolean;
                /** @description Only portfolios of this publisher */
                publisherId?: string;
                /** @description Part of the name; case and the encoding of accents do not matter */
                q?: string;
                /** @description The sort, with - for descending; equal rows are in the order of their ids */
                sort?: "name" | "-name" | "createdAt" | "-createdAt";
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    createPortfolio: {
        parameters: {
            query?: never;
            header?: {
                /** @description Always leads to 412, since what is yet to be created has no version; `*` asks for nothing */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePortfolioBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `portfolio.deleted`, `portfolio.id-taken`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.deleted" | "portfolio.id-taken" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `portfolio.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `portfolio.name-empty`, `portfolio.name-too-long`, `portfolio.name-with-control-characters`, `portfolio.publisher-not-found`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.name-empty" | "portfolio.name-too-long" | "portfolio.name-with-control-characters" | "portfolio.publisher-not-found" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    renamePortfolio: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the portfolio */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PortfolioNameBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `portfolio.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.not-found";
                    };
                };
            };
            /** @description `portfolio.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `portfolio.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `portfolio.name-empty`, `portfolio.name-too-long`, `portfolio.name-with-control-characters`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.name-empty" | "portfolio.name-too-long" | "portfolio.name-with-control-characters" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    undoPortfolioChanges: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the portfolio */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoPortfolioBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `portfolio.not-found`, `portfolio.version-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.not-found" | "portfolio.version-not-found";
                    };
                };
            };
            /** @description `portfolio.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `portfolio.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `portfolio.version-with-removed-sections`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.version-with-removed-sections" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    findPortfolio: {
        parameters: {
            query?: {
                /** @description The state at this version */
                version?: number;
                /** @description The state at this moment, or at the end of this day; not together with version */
                at?: string;
                /** @description The time zone of a date in at; absent: the setting TIME_ZONE */
                tz?: string;
                /** @description The shape of its sections: nested as a tree, or a flat list */
                shape?: "tree" | "flat";
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
                /** @description Known ETags, such as `"1.42"`, or `*`; a response that still has one of them is a 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the portfolio */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioDocument"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `portfolio.not-found`, `portfolio.version-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.not-found" | "portfolio.version-not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `event.unknown`, `event.unreadable`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "event.unknown" | "event.unreadable" | "database.unavailable";
                    };
                };
            };
        };
    };
    deletePortfolio: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the portfolio */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `portfolio.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.not-found";
                    };
                };
            };
            /** @description `portfolio.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `portfolio.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.version-mismatch";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable";
                    };
                };
            };
        };
    };
    addSection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the portfolio */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddSectionBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `portfolio.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.not-found";
                    };
                };
            };
            /** @description `portfolio.deleted`, `section.id-taken`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.deleted" | "section.id-taken" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `portfolio.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `section.name-empty`, `section.name-too-long`, `section.name-with-control-characters`, `section.parent-not-found`, `section.too-deep`, `portfolio.too-many-sections`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "section.name-empty" | "section.name-too-long" | "section.name-with-control-characters" | "section.parent-not-found" | "section.too-deep" | "portfolio.too-many-sections" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    renameSection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the portfolio */
                id: string;
                /** @description The id that the client chose when it added the section */
                section: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SectionNameBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `portfolio.not-found`, `section.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.not-found" | "section.not-found";
                    };
                };
            };
            /** @description `portfolio.deleted`, `section.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.deleted" | "section.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `portfolio.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `section.name-empty`, `section.name-too-long`, `section.name-with-control-characters`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "section.name-empty" | "section.name-too-long" | "section.name-with-control-characters" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    moveSection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the portfolio */
                id: string;
                /** @description The id that the client chose when it added the section */
                section: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SectionPlaceBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `portfolio.not-found`, `section.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.not-found" | "section.not-found";
                    };
                };
            };
            /** @description `portfolio.deleted`, `section.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.deleted" | "section.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `portfolio.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `section.parent-not-found`, `section.below-itself`, `section.before-not-a-sibling`, `section.too-deep`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "section.parent-not-found" | "section.below-itself" | "section.before-not-a-sibling" | "section.too-deep" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    setSectionAdRules: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the portfolio */
                id: string;
                /** @description The id that the client chose when it added the section */
                section: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdRulesBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `portfolio.not-found`, `section.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.not-found" | "section.not-found";
                    };
                };
            };
            /** @description `portfolio.deleted`, `section.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.deleted" | "section.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `portfolio.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    findSection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
                /** @description Known ETags, such as `"1.42"`, or `*`; a response that still has one of them is a 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the portfolio */
                id: string;
                /** @description The id that the client chose when it added the section */
                section: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionDocument"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `section.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "section.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    removeSection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the portfolio */
                id: string;
                /** @description The id that the client chose when it added the section */
                section: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `portfolio.not-found`, `section.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.not-found" | "section.not-found";
                    };
                };
            };
            /** @description `portfolio.deleted`, `section.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.deleted" | "section.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `portfolio.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.version-mismatch";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable";
                    };
                };
            };
        };
    };
    findPublishers: {
        parameters: {
            query?: {
                /** @description Maximum number of rows */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
                /** @description True: `page.count` is the number of rows on all pages. It is exact up to 10,000; `page.count_capped` says whether there are more */
                count?: boolean;
                /** @description Part of the name; case and the encoding of accents do not matter */
                q?: string;
                /** @description The sort, with - for descending; equal rows are in the order of their ids */
                sort?: "name" | "-name" | "createdAt" | "-createdAt";
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    createPublisher: {
        parameters: {
            query?: never;
            header?: {
                /** @description Always leads to 412, since what is yet to be created has no version; `*` asks for nothing */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePublisherBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `publisher.deleted`, `publisher.id-taken`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.deleted" | "publisher.id-taken" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `publisher.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `publisher.name-empty`, `publisher.name-too-long`, `publisher.name-with-control-characters`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.name-empty" | "publisher.name-too-long" | "publisher.name-with-control-characters" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    renamePublisher: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the publisher */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublisherNameBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `publisher.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.not-found";
                    };
                };
            };
            /** @description `publisher.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `publisher.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `publisher.name-empty`, `publisher.name-too-long`, `publisher.name-with-control-characters`, `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.name-empty" | "publisher.name-too-long" | "publisher.name-with-control-characters" | "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    undoPublisherChanges: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the publisher */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoBody"];
            };
        };
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `publisher.not-found`, `publisher.version-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.not-found" | "publisher.version-not-found";
                    };
                };
            };
            /** @description `publisher.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `publisher.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.version-mismatch";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable" | "server.busy";
                    };
                };
            };
        };
    };
    findPublisher: {
        parameters: {
            query?: {
                /** @description The state at this version */
                version?: number;
                /** @description The state at this moment, or at the end of this day; not together with version */
                at?: string;
                /** @description The time zone of a date in at; absent: the setting TIME_ZONE */
                tz?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
                /** @description Known ETags, such as `"1.42"`, or `*`; a response that still has one of them is a 304 */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the publisher */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublisherDocument"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    /** @description The version of the response */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `publisher.not-found`, `publisher.version-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.not-found" | "publisher.version-not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `event.unknown`, `event.unreadable`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "event.unknown" | "event.unreadable" | "database.unavailable";
                    };
                };
            };
        };
    };
    deletePublisher: {
        parameters: {
            query?: never;
            header?: {
                /** @description Do it only if the entity has one of these versions (ETags such as `"1"`); otherwise 412 with the events missed */
                "If-Match"?: string;
                /** @description Saved with the events, and with all commands and events that they cause; absent: the id of the command */
                "X-Correlation-Id"?: string;
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id that the client chose when it created the publisher */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or there was nothing to do */
            204: {
                headers: {
                    /** @description The version of the entity, in quotes */
                    ETag?: string;
                    /** @description The position of the entity's latest event; for Wait-For-Position of a query */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `publisher.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.not-found";
                    };
                };
            };
            /** @description `publisher.deleted`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.deleted" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `publisher.version-mismatch` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.version-mismatch";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `event.unknown`, `event.unreadable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "event.unknown" | "event.unreadable";
                    };
                };
            };
        };
    };
    findCampaignHistory: {
        parameters: {
            query?: {
                /** @description version: oldest first; -version: latest first */
                sort?: "version" | "-version";
                /** @description Maximum number of events */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "event.unknown" | "event.unreadable" | "database.unavailable";
                    };
                };
            };
        };
    };
    findPlacements: {
        parameters: {
            query: {
                /** @description Maximum number of rows */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
                /** @description True: `page.count` is the number of rows on all pages. It is exact up to 10,000; `page.count_capped` says whether there are more */
                count?: boolean;
                /** @description Only campaigns that may be shown in this section */
                sectionId: string;
                /** @description Only campaigns whose schedule contains this moment, or a part of this day */
                at?: string;
                /** @description The time zone of a date in at; absent: the setting TIME_ZONE */
                tz?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacementListDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    findNames: {
        parameters: {
            query?: {
                /** @description Ids of campaigns, creatives, portfolios, sections and publishers, separated by commas or each as a parameter of its own; may be absent where `q` is given */
                ids?: string[];
                /** @description Part of the name, to search what is not deleted; names that begin with it come first. Case and the encoding of accents do not matter */
                q?: string;
                /** @description Only these kinds; absent: all */
                types?: ("campaign" | "creative" | "portfolio" | "section" | "publisher")[];
                /** @description How many names, if `q` is given */
                limit?: number;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["NameDocument"];
                    };
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    findCreativeHistory: {
        parameters: {
            query?: {
                /** @description version: oldest first; -version: latest first */
                sort?: "version" | "-version";
                /** @description Maximum number of events */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The id that the client chose when it created the creative */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `creative.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "event.unknown" | "event.unreadable" | "database.unavailable";
                    };
                };
            };
        };
    };
    findPortfolioHistory: {
        parameters: {
            query?: {
                /** @description version: oldest first; -version: latest first */
                sort?: "version" | "-version";
                /** @description Maximum number of events */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The id that the client chose when it created the portfolio */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `portfolio.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "portfolio.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "event.unknown" | "event.unreadable" | "database.unavailable";
                    };
                };
            };
        };
    };
    previewCreative: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The id that the client chose when it created the creative */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `creative.not-found`, `creative.nothing-to-show` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "creative.not-found" | "creative.nothing-to-show";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    findPublisherHistory: {
        parameters: {
            query?: {
                /** @description version: oldest first; -version: latest first */
                sort?: "version" | "-version";
                /** @description Maximum number of events */
                limit?: number;
                /** @description `next_cursor` of the previous page, with the same filters and sort */
                cursor?: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The id that the client chose when it created the publisher */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `publisher.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "publisher.not-found";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `event.unknown`, `event.unreadable`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "event.unknown" | "event.unreadable" | "database.unavailable";
                    };
                };
            };
        };
    };
    findAds: {
        parameters: {
            query: {
                /** @description The section that the player stands in */
                section: string;
                /** @description How many ads may follow each other; absent: 1 */
                pod?: number;
                /** @description How long the ads may be together */
                max_seconds?: number;
                /** @description The length of the video; no ad is longer */
                content_seconds?: number;
                /** @description Of the page; absent: the languages of the browser */
                language?: string;
                /** @description The id of the viewer on the site, for limits a viewer; used only with consent */
                viewer?: string;
                /** @description 0: the GDPR does not apply to the viewer */
                gdpr?: "0" | "1";
                /** @description The consent string of the viewer (IAB TCF 2) */
                gdpr_consent?: string;
                /** @description Seconds until the ad is shown, because its break comes later */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": string;
                };
            };
            /** @description `request.invalid`, `request.malformed` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.invalid" | "request.malformed";
                    };
                };
            };
            /** @description `section.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "section.not-found";
                    };
                };
            };
            /** @description `follower.origin-only` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "follower.origin-only";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
        };
    };
    findBreaks: {
        parameters: {
            query: {
                /** @description Up to 50 of `start`, `end` and times such as `00:05:00`, separated by commas; absent: `start` */
                breaks?: string;
                /** @description The section that the player stands in */
                section: string;
                /** @description How many ads may follow each other; absent: 1 */
                pod?: number;
                /** @description How long the ads may be together */
                max_seconds?: number;
                /** @description The length of the video; no ad is longer */
                content_seconds?: number;
                /** @description Of the page; absent: the languages of the browser */
                language?: string;
                /** @description The id of the viewer on the site, for limits a viewer; used only with consent */
                viewer?: string;
                /** @description 0: the GDPR does not apply to the viewer */
                gdpr?: "0" | "1";
                /** @description The consent string of the viewer (IAB TCF 2) */
                gdpr_consent?: string;
                /** @description Seconds until the ad is shown, because its break comes later */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": string;
                };
            };
            /** @description `request.invalid`, `request.malformed` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.invalid" | "request.malformed";
                    };
                };
            };
            /** @description `section.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "section.not-found";
                    };
                };
            };
            /** @description `follower.origin-only` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "follower.origin-only";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
        };
    };
    noteEvent: {
        parameters: {
            query?: {
                /** @description With `error`: the code of VAST */
                code?: string;
            };
            header?: never;
            path: {
                /** @description What Kronika sealed into the address */
                token: string;
                /** @description What has happened */
                event: "impression" | "start" | "firstQuartile" | "midpoint" | "thirdQuartile" | "complete" | "skip" | "click" | "pause" | "resume" | "mute" | "unmute" | "close" | "viewable" | "error";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": unknown;
                };
            };
            /** @description `request.malformed` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed";
                    };
                };
            };
            /** @description `ad.not-found`, `ad.event-unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "ad.not-found" | "ad.event-unknown";
                    };
                };
            };
            /** @description `follower.origin-only` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "follower.origin-only";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "server.busy";
                    };
                };
            };
        };
    };
    sendEvent: {
        parameters: {
            query?: {
                /** @description With `error`: the code of VAST */
                code?: string;
            };
            header?: never;
            path: {
                /** @description What Kronika sealed into the address */
                token: string;
                /** @description What has happened */
                event: "impression" | "start" | "firstQuartile" | "midpoint" | "thirdQuartile" | "complete" | "skip" | "click" | "pause" | "resume" | "mute" | "unmute" | "close" | "viewable" | "error";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": unknown;
                };
            };
            /** @description `request.malformed` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed";
                    };
                };
            };
            /** @description `ad.not-found`, `ad.event-unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "ad.not-found" | "ad.event-unknown";
                    };
                };
            };
            /** @description `follower.origin-only` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "follower.origin-only";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "server.busy";
                    };
                };
            };
        };
    };
    explainAds: {
        parameters: {
            query: {
                /** @description Explain this campaign even if it is not placed there */
                campaign?: string;
                /** @description For this time; absent: now */
                at?: string;
                /** @description The section that the player stands in */
                section: string;
                /** @description How many ads may follow each other; absent: 1 */
                pod?: number;
                /** @description How long the ads may be together */
                max_seconds?: number;
                /** @description The length of the video; no ad is longer */
                content_seconds?: number;
                /** @description Of the page; absent: the languages of the browser */
                language?: string;
                /** @description The id of the viewer on the site, for limits a viewer; used only with consent */
                viewer?: string;
                /** @description 0: the GDPR does not apply to the viewer */
                gdpr?: "0" | "1";
                /** @description The consent string of the viewer (IAB TCF 2) */
                gdpr_consent?: string;
                /** @description Seconds until the ad is shown, because its break comes later */
                offset?: number;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationDocument"];
                };
            };
            /** @description `request.invalid`, `position.beyond-log`, `request.malformed` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.invalid" | "position.beyond-log" | "request.malformed";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `section.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "section.not-found";
                    };
                };
            };
            /** @description `follower.origin-only` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "follower.origin-only";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable";
                    };
                };
            };
        };
    };
    reportDelivery: {
        parameters: {
            query: {
                /** @description Decided then or later; a date means from the start of that day */
                from: string;
                /** @description Decided then or earlier; a date means to the end of that day. At most 400 days after from */
                to: string;
                /** @description The time zone of dates, days and hours; absent: the setting TIME_ZONE */
                time_zone?: string;
                /** @description One row for each of these, in their order; of day and hour only one. Absent: one row */
                by?: ("day" | "hour" | "campaign" | "section" | "creative" | "device")[];
                /** @description Only views of this campaign */
                campaignId?: string;
                /** @description Only views in this section */
                sectionId?: string;
                /** @description Only views of this creative */
                creativeId?: string;
                /** @description Only views on such devices */
                device?: "unknown" | "desktop" | "mobile" | "tablet" | "tv";
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryReportDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `follower.origin-only` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "follower.origin-only";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    exportDelivery: {
        parameters: {
            query: {
                /** @description Decided then or later; a date means from the start of that day */
                from: string;
                /** @description Decided then or earlier; a date means to the end of that day. At most 400 days after from */
                to: string;
                /** @description The time zone of dates, days and hours; absent: the setting TIME_ZONE */
                time_zone?: string;
                /** @description One row for each of these, in their order; of day and hour only one. Absent: one row */
                by?: ("day" | "hour" | "campaign" | "section" | "creative" | "device")[];
                /** @description Only views of this campaign */
                campaignId?: string;
                /** @description Only views in this section */
                sectionId?: string;
                /** @description Only views of this creative */
                creativeId?: string;
                /** @description Only views on such devices */
                device?: "unknown" | "desktop" | "mobile" | "tablet" | "tv";
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `follower.origin-only` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "follower.origin-only";
                    };
                };
            };
            /** @description `export.too-many` */
            429: {
                headers: {
                    /** @description In seconds, with `export.too-many` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "export.too-many";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `database.unavailable`, `export.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "database.unavailable" | "export.busy";
                    };
                };
            };
        };
    };
    reportReasons: {
        parameters: {
            query: {
                /** @description Decided then or later; a date means from the start of that day */
                from: string;
                /** @description Decided then or earlier; a date means to the end of that day. At most 400 days after from */
                to: string;
                /** @description The time zone of dates, days and hours; absent: the setting TIME_ZONE */
                time_zone?: string;
                /** @description The campaign */
                campaignId: string;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReasonsReportDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `follower.origin-only` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "follower.origin-only";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    findCampaignDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path: {
                /** @description The id that the client chose when it created the campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignDeliveryDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `campaign.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "campaign.not-found";
                    };
                };
            };
            /** @description `follower.origin-only` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "follower.origin-only";
                    };
                };
            };
            /** @description `request.url-too-long` */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.url-too-long";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    forecastSection: {
        parameters: {
            query: {
                /** @description The section */
                sectionId: string;
                /** @description How many days, from tomorrow on */
                days?: number;
            };
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `section.not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "section.not-found";
                    };
                };
            };
            /** @description `follower.origin-only` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "follower.origin-only";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    verifyLedger: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; Location is the address of the operation that shows its progress */
            202: {
                headers: {
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "server.busy";
                    };
                };
            };
        };
    };
    findOverview: {
        parameters: {
            query?: never;
            header?: {
                /** @description Wait, at most 5 s, until all events up to this position are in the response */
                "Wait-For-Position"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description All events up to this position are in the response */
                    "Event-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewDocument"];
                };
            };
            /** @description `position.beyond-log`, `request.malformed`, `request.malformed-text`, `request.invalid`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "position.beyond-log" | "request.malformed" | "request.malformed-text" | "request.invalid" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `view.behind`, `view.building`, `view.replaced`, `database.unavailable` */
            503: {
                headers: {
                    /** @description In seconds, with `view.behind`, `database.unavailable` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "view.behind" | "view.building" | "view.replaced" | "database.unavailable";
                    };
                };
            };
        };
    };
    beginDemo: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: for 7 days, the same request with the same key gets the response of its first success */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; Location is the address of the operation that shows its progress */
            202: {
                headers: {
                    /** @description Its path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request.malformed`, `request.malformed-text`, `request.invalid`, `request.malformed-json`, `request.body-unexpected` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.malformed" | "request.malformed-text" | "request.invalid" | "request.malformed-json" | "request.body-unexpected";
                    };
                };
            };
            /** @description `access.unauthenticated` */
            401: {
                headers: {
                    /** @description With `access.unauthenticated`: how to authenticate */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.unauthenticated";
                    };
                };
            };
            /** @description `access.forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "access.forbidden";
                    };
                };
            };
            /** @description `demo.in-progress`, `demo.log-not-empty`, `idempotency.in-progress`, `follower.origin-only` */
            409: {
                headers: {
                    /** @description In seconds, with `idempotency.in-progress` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "demo.in-progress" | "demo.log-not-empty" | "idempotency.in-progress" | "follower.origin-only";
                    };
                };
            };
            /** @description `request.too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.too-large";
                    };
                };
            };
            /** @description `request.content-type-unknown`, `request.content-encoding-unknown` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.content-type-unknown" | "request.content-encoding-unknown";
                    };
                };
            };
            /** @description `idempotency.key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "idempotency.key-reused";
                    };
                };
            };
            /** @description `request.headers-too-large` */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "request.headers-too-large";
                    };
                };
            };
            /** @description `internal` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "internal";
                    };
                };
            };
            /** @description `database.unavailable`, `database.full`, `server.busy` */
            503: {
                headers: {
                    /** @description In seconds, with `database.unavailable`, `database.full`, `server.busy` */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"] & {
                        /** @enum {string} */
                        code?: "database.unavailable" | "database.full" | "server.busy";
                    };
                };
            };
        };
    };
}
