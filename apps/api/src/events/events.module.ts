import { Module } from '@nestjs/common';
import { EventStreamController } from './event-stream.controller.js';
import { EventsController } from './events.controller.js';
import { EventReading } from './events.reading.js';
import { LiveEvents } from './live-events.service.js';

@Module({ providers: [EventReading, LiveEvents], controllers: [EventsController, EventStreamController] })
export class EventsModule {}
