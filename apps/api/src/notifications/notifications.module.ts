import { Module } from '@nestjs/common';
import { NotificationsModule } from '#notifications';
import { InboxController } from './inbox.controller.js';
import { NotificationSettingsController } from './settings.controller.js';
import { WatchersController } from './watchers.controller.js';

@Module({
  imports: [NotificationsModule],
  controllers: [InboxController, NotificationSettingsController, WatchersController],
})
export class NotificationsApiModule {}
